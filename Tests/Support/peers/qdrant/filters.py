"""Filters, from the words of the REST interface to the engine's."""
import json

import qdrant_edge as edge

from layout import without_nulls
from points import point_id
from refusals import Refusal, engine

MATCHES = (
    ("value", edge.MatchValue), ("text", edge.MatchText), ("phrase", edge.MatchPhrase),
    ("text_any", edge.MatchTextAny), ("prefix", edge.MatchPrefix), ("any", edge.MatchAny),
    ("except", edge.MatchExcept), ("except_", edge.MatchExcept),
)


def match(words):
    for key, kind in MATCHES:
        if words.get(key) is not None:
            return kind(words[key])
    raise Refusal("format", f"unknown match {words}")


def span(words):
    bounds = without_nulls(words)
    is_time = any(isinstance(bound, str) for bound in bounds.values())
    return edge.RangeDateTime(**bounds) if is_time else edge.RangeFloat(**bounds)


def place(words):
    return edge.GeoPoint(words["lon"], words["lat"])


def field_condition(words):
    options = {key: words[key] for key in ("is_empty", "is_null") if words.get(key) is not None}
    if words.get("match"):
        options["match"] = match(words["match"])
    if words.get("range"):
        options["range"] = span(words["range"])
    if words.get("values_count"):
        options["values_count"] = edge.ValuesCount(**without_nulls(words["values_count"]))
    if box := words.get("geo_bounding_box"):
        options["geo_bounding_box"] = edge.GeoBoundingBox(
            place(box["top_left"]), place(box["bottom_right"]))
    if circle := words.get("geo_radius"):
        options["geo_radius"] = edge.GeoRadius(place(circle["center"]), circle["radius"])
    return edge.FieldCondition(words["key"], **options)


def slice_condition(words, version):
    version.demand("1.19", "a slice condition")
    if not 0 <= words["index"] < words["total"]:
        raise Refusal(
            "invalid", "[slice: Slice index must be less than the total number of slices]")
    return edge.SliceCondition(words["total"], words["index"])


def condition(words, version):
    if "key" in words:
        return field_condition(words)
    if words.get("is_empty"):
        return edge.IsEmptyCondition(words["is_empty"]["key"])
    if words.get("is_null"):
        return edge.IsNullCondition(words["is_null"]["key"])
    if words.get("has_id") is not None:
        return edge.HasIdCondition({point_id(value) for value in words["has_id"]})
    if words.get("has_vector") is not None:
        return edge.HasVectorCondition(words["has_vector"])
    if words.get("slice"):
        return slice_condition(words["slice"], version)
    if nested := words.get("nested"):
        return edge.NestedCondition(nested["key"], engine_filter(nested["filter"], version))
    return engine_filter(words, version)


def listed(value):
    return value if isinstance(value, list) else [value]


def engine_filter(words, version):
    if words is None:
        return None
    if not set(words) <= {"must", "should", "must_not", "min_should"}:
        raise Refusal("format", f"unknown condition {json.dumps(words)[:200]}")
    parts = {}
    for key in ("must", "should", "must_not"):
        if words.get(key) is not None:
            parts[key] = [condition(entry, version) for entry in listed(words[key])]
    if least := words.get("min_should"):
        parts["min_should"] = edge.MinShould(
            [condition(entry, version) for entry in least["conditions"]], least["min_count"])
    return engine(edge.Filter, **parts)


def conditions(words):
    """How many conditions there are, and the keys that they look at."""
    count, keys = 0, []
    for part in ("must", "should", "must_not"):
        for entry in listed(words.get(part) or []):
            if any(key in entry for key in ("must", "should", "must_not")):
                more, inner = conditions(entry)
                count, keys = count + more, keys + inner
            else:
                count += 1
                keys += [entry["key"]] if "key" in entry else []
    return count, keys
