"""Who may do what: one key for everything, one that only reads."""
from refusals import Refusal

READS = {
    "root", "list_collections", "get_collection", "exists", "list_aliases",
    "list_collection_aliases", "cluster_info", "get", "scroll", "count", "facet", "query",
}


class Access:
    def __init__(self, key, read_key):
        self.key, self.read_key = key, read_key

    def check(self, operation, headers):
        if not self.key:
            return
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        given = headers.get("api-key") or bearer
        if given == self.key:
            return
        if not given or given != self.read_key:
            raise Refusal("no_key", "Must provide an API key or an Authorization bearer token")
        if operation not in READS:
            raise Refusal("not_allowed", "Forbidden: Global manage access is required")
