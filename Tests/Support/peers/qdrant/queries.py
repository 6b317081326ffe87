"""Searches, from the words of the REST interface to the engine's."""
import qdrant_edge as edge

from points import point_id, selected_payload, vector_from_json
from refusals import Refusal, engine


def order(words):
    if words is None:
        return None
    if isinstance(words, str):
        words = {"key": words}
    descending = words.get("direction") == "desc"
    direction = edge.Direction.Desc if descending else edge.Direction.Asc
    return edge.OrderBy(words["key"], direction, words.get("start_from"))


def scoring(collection, query, using):
    if query is None:
        return None
    if isinstance(query, dict):
        if "nearest" in query:
            query = query["nearest"]
        elif "order_by" in query:
            return order(query["order_by"])
        elif "fusion" in query:
            return edge.Fusion.Rrf(2) if query["fusion"] == "rrf" else edge.Fusion.Dbsf()
        elif "sample" in query:
            return edge.Sample.Random
        elif "indices" not in query:
            raise Refusal("bad_input", f"this server has no query of the kind {list(query)}")
    if isinstance(query, (int, str)):
        query = stored_vector(collection, query, using)
    return edge.Query.Nearest(vector_from_json(query), using=using)


def stored_vector(collection, identity, using):
    found = collection.shard.retrieve([point_id(identity)], False, True)
    if not found:
        raise Refusal("not_found", f"No point with id {identity} found")
    vector = found[0].vector
    return vector[using or ""] if isinstance(vector, dict) else vector


def prefetch(collection, words):
    return edge.Prefetch(
        words.get("limit") or 10,
        query=scoring(collection, words.get("query"), words.get("using")),
        filter=collection.filter(words.get("filter")),
        prefetches=[prefetch(collection, inner) for inner in words.get("prefetch") or []],
        score_threshold=words.get("score_threshold"))


def run(collection, words):
    first = words.get("prefetch") or []
    parameters = words.get("params") or {}
    request = engine(
        edge.QueryRequest, words.get("limit") or 10, offset=words.get("offset"),
        query=scoring(collection, words.get("query"), words.get("using")),
        prefetches=[
            prefetch(collection, inner) for inner in (first if isinstance(first, list) else [first])
        ] or None,
        with_vector=words.get("with_vector") or False,
        with_payload=selected_payload(words.get("with_payload"), False),
        filter=collection.filter(words.get("filter")),
        score_threshold=words.get("score_threshold"),
        params=edge.SearchParams(
            hnsw_ef=parameters.get("hnsw_ef"), exact=bool(parameters.get("exact"))))
    return engine(collection.shard.query, request)
