"""Judges documents by a JSON Schema, as a second opinion beside Plumb's own checker.

usage: schema_agreement.py SCHEMA DOCUMENTS

DOCUMENTS has one JSON document per line. For each, one line is printed: "valid", or "invalid" and where.
Every default and example of the schema has to satisfy the schema that it stands beside.
"""

import json
import sys

from jsonschema import Draft202012Validator


def annotated(schema, way=()):
    """All subschemas that have a default or examples, with their way."""
    if isinstance(schema, dict):
        if "default" in schema or "examples" in schema:
            yield way, schema
        for key, inner in schema.items():
            if key not in ("default", "examples", "const", "enum"):
                yield from annotated(inner, way + (key,))
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from annotated(inner, way + (index,))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    for way, part in annotated(schema):
        values = list(part.get("examples", []))
        if "default" in part:
            values.append(part["default"])
        judge = Draft202012Validator({**part, "$defs": schema["$defs"]})
        for value in values:
            for error in judge.iter_errors(value):
                sys.exit(f"{way}: {value!r}: {error.message}")
    judge = Draft202012Validator(schema)
    with open(sys.argv[2], encoding="utf-8") as documents:
        for line in documents:
            error = next(judge.iter_errors(json.loads(line)), None)
            print("valid" if error is None else f"invalid {list(error.absolute_path)}")


main()
