"""Validates JSON documents against a schema, strictly: a key that the schema does not name is an error.

usage: plan_schema.py SCHEMA FOLDER    prints one line for each *.json: its name and "valid" or why not
"""
import json
import pathlib
import sys

import jsonschema


def strict(node):
    if isinstance(node, dict):
        if "properties" in node:
            node["additionalProperties"] = False
        for value in node.values():
            strict(value)
    elif isinstance(node, list):
        for value in node:
            strict(value)


schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
strict(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sorted(pathlib.Path(sys.argv[2]).glob("*.json")):
    error = jsonschema.exceptions.best_match(validator.iter_errors(json.loads(path.read_text())))
    print(path.name, "valid" if error is None else f"{error.json_path}: {error.message[:200]}")
