"""The REST interface: what each address does."""
import re
import urllib.parse

import qdrant_edge as edge

import points
from layout import without_nulls
from refusals import Refusal

ROUTES = []
MODES = {
    "upsert": edge.UpdateMode.Upsert, "insert_only": edge.UpdateMode.InsertOnly,
    "update_only": edge.UpdateMode.UpdateOnly,
}
COLLECTION, POINTS = "/collections/{name}", "/collections/{name}/points"


class Request:
    def __init__(self, house, match, query, body):
        self.house, self.query, self.body = house, query, body
        self.named = {key: urllib.parse.unquote(value) for key, value in match.items()}

    @property
    def storage(self):
        return self.house.storage

    @property
    def collection(self):
        return self.storage.get(self.named["name"])

    def outcome(self, number):
        waits = self.query.get("wait") == "true"
        return {"operation_id": number, "status": "completed" if waits else "acknowledged"}


def route(method, pattern, operation):
    expression = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern))

    def keep(function):
        ROUTES.append((method, expression, operation, function))
        return function
    return keep


def find(method, path):
    for wanted, expression, operation, function in ROUTES:
        match = expression.fullmatch(path)
        if match and wanted == method:
            return match.groupdict(), operation, function
    return None


# Collections and aliases.

@route("GET", "/", "root")
def root(request):
    return {"title": "qdrant - vector search engine", "version": request.house.version.text}


@route("GET", "/collections", "list_collections")
def list_collections(request):
    return {"collections": [{"name": name} for name in request.storage.collections]}


@route("GET", COLLECTION, "get_collection")
def get_collection(request):
    return request.collection.info()


@route("GET", COLLECTION + "/exists", "exists")
def exists(request):
    return {"exists": request.storage.exists(request.named["name"])}


@route("PUT", COLLECTION, "create_collection")
def create_collection(request):
    return request.storage.create(request.named["name"], without_nulls(request.body))


@route("PATCH", COLLECTION, "update_collection")
def update_collection(request):
    return request.collection.update(request.body)


@route("DELETE", COLLECTION, "delete_collection")
def delete_collection(request):
    return request.storage.delete(request.named["name"])


@route("POST", "/collections/aliases", "update_aliases")
def update_aliases(request):
    return request.storage.change_aliases(request.body["actions"])


def aliases(request, collection=None):
    return {"aliases": [
        {"alias_name": alias, "collection_name": target}
        for alias, target in request.storage.aliases.items() if collection in (None, target)
    ]}


@route("GET", "/aliases", "list_aliases")
def list_aliases(request):
    return aliases(request)


@route("GET", COLLECTION + "/aliases", "list_collection_aliases")
def list_collection_aliases(request):
    return aliases(request, request.named["name"])


# Schema.

@route("PUT", COLLECTION + "/index", "create_index")
def create_index(request):
    schema = request.body.get("field_schema") or request.body.get("field_type")
    if not schema:
        raise Refusal("bad_input", "field_schema is required")
    return request.outcome(request.collection.create_index(request.body["field_name"], schema))


@route("DELETE", COLLECTION + "/index/{field}", "delete_index")
def delete_index(request):
    return request.outcome(request.collection.delete_index(request.named["field"]))


@route("PUT", COLLECTION + "/vectors/{vector}", "create_vector_name")
def create_vector(request):
    dense = request.body.get("dense") or (request.body if "size" in request.body else None)
    number = request.collection.create_vector(
        request.named["vector"], dense, request.body.get("sparse"))
    return request.outcome(number)


@route("DELETE", COLLECTION + "/vectors/{vector}", "delete_vector_name")
def delete_vector(request):
    return request.outcome(request.collection.delete_vector(request.named["vector"]))


# Points.

def selected(words):
    """Ids or a filter, the other is None."""
    if words.get("points") is not None:
        return [points.point_id(identity) for identity in words["points"]], None
    if words.get("filter") is not None:
        return None, words["filter"]
    raise Refusal("format", "data did not match any variant of untagged enum PointsSelector")


def columns(batch):
    """Points that came as columns."""
    count, vectors = len(batch["ids"]), batch["vectors"]
    if isinstance(vectors, dict):
        vectors = [{name: column[row] for name, column in vectors.items()} for row in range(count)]
    payloads = batch.get("payloads") or [None] * count
    return [
        {"id": identity, "vector": vector, "payload": payload}
        for identity, vector, payload in zip(batch["ids"], vectors, payloads)
    ]


def upsert(collection, words):
    given = columns(words["batch"]) if words.get("batch") is not None else words.get("points")
    if given is None:
        raise Refusal("format", "Invalid PointInsertOperations format")
    made = [
        (points.point_id(point["id"]), points.vector_from_json(point["vector"]),
         point.get("payload") or {})
        for point in given
    ]
    return collection.upsert(
        made, words.get("update_filter"), MODES.get(words.get("update_mode")))


def update_vectors(collection, words):
    made = [
        (points.point_id(point["id"]), points.vector_from_json(point["vector"]))
        for point in words["points"]
    ]
    return collection.update_vectors(made, words.get("update_filter"))


# What follows the selection in the engine's call, by operation.
ARGUMENTS = {
    "delete_points": lambda words: (), "clear_payload": lambda words: (),
    "set_payload": lambda words: (words["payload"], words.get("key")),
    "overwrite_payload": lambda words: (words["payload"], words.get("key")),
    "delete_payload": lambda words: (words["keys"],),
    "delete_vectors": lambda words: (words["vector"],),
}


def change(operation, collection, words):
    return collection.change(operation, *selected(words), *ARGUMENTS[operation](words))


for method, path, operation, name in (
        ("POST", "/delete", "delete_points", "delete"),
        ("POST", "/payload", "set_payload", "set_payload"),
        ("PUT", "/payload", "overwrite_payload", "overwrite_payload"),
        ("POST", "/payload/delete", "delete_payload", "delete_payload"),
        ("POST", "/payload/clear", "clear_payload", "clear_payload"),
        ("POST", "/vectors/delete", "delete_vectors", "delete_vectors")):
    @route(method, POINTS + path, name)
    def changing(request, operation=operation):
        return request.outcome(change(operation, request.collection, request.body))


@route("PUT", POINTS, "upsert")
def put_points(request):
    return request.outcome(upsert(request.collection, request.body))


@route("PUT", POINTS + "/vectors", "update_vectors")
def put_vectors(request):
    return request.outcome(update_vectors(request.collection, request.body))


@route("POST", POINTS + "/batch", "batch")
def batch(request):
    names = {"delete": "delete_points"}
    results = []
    for operation in request.body["operations"]:
        (kind, words), = operation.items()
        if kind == "upsert":
            number = upsert(request.collection, words)
        elif kind == "update_vectors":
            number = update_vectors(request.collection, words)
        else:
            number = change(names.get(kind, kind), request.collection, words)
        results.append(request.outcome(number))
    return results


@route("POST", POINTS, "get")
def get_points(request):
    found = request.collection.retrieve(
        [points.point_id(identity) for identity in request.body["ids"]],
        points.selected_payload(request.body.get("with_payload"), True),
        request.body.get("with_vector") or False)
    return [points.record_to_json(record) for record in found]


@route("GET", POINTS + "/{id}", "get")
def get_point(request):
    text = request.named["id"]
    identity = points.point_id(int(text) if text.isdigit() else text)
    found = request.collection.retrieve([identity], True, True)
    if not found:
        raise Refusal("not_found", f"Point with id {text} does not exists!")
    return points.record_to_json(found[0])


@route("POST", POINTS + "/scroll", "scroll")
def scroll(request):
    body = request.body
    offset = body.get("offset")
    found, following = request.collection.scroll(
        None if offset is None else points.point_id(offset), body.get("limit"), body.get("filter"),
        points.selected_payload(body.get("with_payload"), True), body.get("with_vector") or False,
        body.get("order_by"))
    return {
        "points": [points.record_to_json(record) for record in found],
        "next_page_offset": points.plain_id(following),
    }


@route("POST", POINTS + "/count", "count")
def count(request):
    exact = request.body.get("exact") is not False
    return {"count": request.collection.count(request.body.get("filter"), exact)}


@route("POST", COLLECTION + "/facet", "facet")
def facet(request):
    body = request.body
    hits = request.collection.facet(
        body["key"], body.get("limit"), body.get("filter"), body.get("exact"))
    return {"hits": [
        {"value": hit.value if isinstance(hit.value, (str, int)) else str(hit.value),
         "count": hit.count}
        for hit in hits
    ]}


@route("POST", POINTS + "/query", "query")
def query(request):
    return {"points": [scored(point) for point in request.collection.query(request.body)]}


def scored(point):
    words = {
        "id": points.plain_id(point.id), "version": point.version, "score": point.score,
        "payload": point.payload,
    }
    if point.vector is not None:
        words["vector"] = points.vector_to_json(point.vector)
    return words


# What only tests ask for; no fault reaches these.

@route("PUT", "/test/faults", None)
def set_faults(request):
    request.house.faults.rules = request.body
    return True


@route("GET", "/test/calls", None)
def calls(request):
    return request.house.faults.calls


@route("PUT", "/test/poison", None)
def poison(request):
    request.storage.poison = {str(points.point_id(identity)) for identity in request.body}
    return True


@route("PUT", "/test/moods", None)
def moods(request):
    """[{"status", "queue", "times"}]: what the next looks at a collection say of its state."""
    request.storage.moods = request.body
    return True


@route("PUT", "/test/thin", None)
def thin(request):
    """{field: points}: what indexes are to say of themselves."""
    request.storage.thin = request.body
    return True


@route("POST", "/test/optimize/{name}", None)
def optimize(request):
    """Nothing else is served meanwhile: the engine holds the interpreter."""
    return request.collection.shard.optimize()
