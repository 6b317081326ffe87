"""Small files that are whole whenever the server dies."""
import json
import os


def save(path, value):
    draft = path + ".tmp"
    with open(draft, "w") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def load(path):
    with open(path) as file:
        return json.load(file)
