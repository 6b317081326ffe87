"""Which version the server says it is, and what a server of that version would not know.

A real server ignores what it does not know over gRPC and mostly over REST too, so that is what
happens here: the key is dropped without a word.
"""
from refusals import Refusal

LATEST = "1.19.0"

# Keys of a collection's configuration and of an index, with the first version that knows them.
KEYS = {
    "memory": "1.19", "payload": "1.19", "prefix": "1.19", "prevent_unoptimized": "1.17",
    "read_fan_out_delay_ms": "1.17", "enable_hnsw": "1.17", "inline_storage": "1.16",
    "ascii_folding": "1.16", "wal_retain_closed": "1.16", "max_payload_index_count": "1.16",
    "metadata": "1.15.4", "phrase_matching": "1.15", "stopwords": "1.15", "stemmer": "1.15",
    "encoding": "1.15", "query_encoding": "1.15", "max_points_count": "1.14",
    "strict_mode_config": "1.13", "search_max_batchsize": "1.18",
}


class Version:
    def __init__(self, text=LATEST):
        self.text = text
        self.number = tuple(int(part) for part in text.split("."))

    def knows(self, since):
        wanted = tuple(int(part) for part in since.split("."))
        return self.number[:len(wanted)] >= wanted

    def without_unknown(self, value, key=None):
        """The value without what this version does not know; free-form metadata stays as it is."""
        if key == "metadata" or not isinstance(value, (dict, list)):
            return value
        if isinstance(value, list):
            return [self.without_unknown(entry) for entry in value]
        return {
            name: self.without_unknown(entry, name) for name, entry in value.items()
            if name not in KEYS or self.knows(KEYS[name])
        }

    def demand(self, since, what):
        if not self.knows(since):
            raise Refusal("unknown", f"{what} is not implemented")
