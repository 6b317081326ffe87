"""Strict mode: what a collection lets its clients ask for, and how often."""
import math
import time

from filters import conditions
from refusals import Refusal, strict


class Bucket:
    """Tokens that come back at a rate per minute, and that are all there at the start."""

    def __init__(self, kind, per_minute):
        self.kind, self.capacity, self.rate = kind, per_minute, per_minute / 60
        self.tokens, self.seen = float(per_minute), time.monotonic()

    def take(self, cost):
        if cost > self.capacity:
            raise Refusal(
                "rate", f"{self.kind} rate limit exceeded, request larger than rate limiter "
                "capacity, please try to split your request")
        now = time.monotonic()
        self.tokens = min(self.capacity, self.tokens + (now - self.seen) * self.rate)
        self.seen = now
        if self.tokens < cost:
            wait = math.ceil((cost - self.tokens) / self.rate)
            raise Refusal(
                "rate", f"{self.kind} rate limit exceeded: Operation requires {cost} tokens but "
                f"only {self.tokens:.1f} were available. Retry after {wait}s", wait)
        self.tokens -= cost


class Limits:
    def __init__(self, strict_mode):
        self.rules = strict_mode if strict_mode.get("enabled") else {}
        self.reads = self._bucket("Read", "read_rate_limit")
        self.writes = self._bucket("Write", "write_rate_limit")

    def _bucket(self, kind, key):
        return Bucket(kind, self.rules[key]) if self.rules.get(key) else None

    def read(self, limit=None):
        most = self.rules.get("max_query_limit")
        if most and limit and limit > most:
            raise strict(
                f'Limit exceeded {limit} > {most} for "limit"',
                f'Reduce the "limit" parameter to or below {most}.')
        if self.reads:
            self.reads.take(1)

    def write(self, points):
        if self.writes:
            self.writes.take(max(1, points))

    def upsert(self, points, present):
        most = self.rules.get("upsert_max_batchsize")
        if most and points > most:
            raise strict(
                f'Limit exceeded {points} > {most} for "upsert limit"',
                f'Reduce the "upsert limit" parameter to or below {most}.')
        most = self.rules.get("max_points_count")
        if most and present >= most:
            raise strict(
                f"Max points count limit of {most} reached!", "Delete points or raise the limit.")
        self.write(points)

    def timeout(self, seconds):
        most = self.rules.get("max_timeout")
        if most and seconds and seconds > most:
            raise strict(
                f'Limit exceeded {seconds} > {most} for "timeout"',
                f'Reduce the "timeout" parameter to or below {most}.')

    def index(self, present):
        most = self.rules.get("max_payload_index_count")
        if most is not None and present >= most:
            raise strict(
                f"Collection already has the maximum number of payload indices ({most})",
                "Please delete an existing index before creating a new one.")

    def filter(self, words, indexed, is_write=False):
        if not words or not self.rules:
            return
        count, keys = conditions(words)
        most = self.rules.get("filter_max_conditions")
        if most is not None and count > most:
            raise strict(
                f"Filter condition limit reached ({count} > {most})",
                "Reduce the amount of conditions of your filter.")
        self._condition_size(words)
        allowed = "unindexed_filtering_update" if is_write else "unindexed_filtering_retrieve"
        for key in keys if self.rules.get(allowed) is False else []:
            if key not in indexed:
                raise strict(
                    f'Index required but not found for "{key}" of one of the following types: '
                    "[keyword]", "Create an index for this key or use a different filter.")

    def _condition_size(self, words):
        most = self.rules.get("condition_max_size")
        if most is None:
            return
        for part in ("must", "should", "must_not"):
            entries = words.get(part) or []
            for entry in entries if isinstance(entries, list) else [entries]:
                size = len(entry.get("has_id") or [])
                if size > most:
                    raise strict(
                        f"Condition size limit reached ({size} > {most})",
                        "Reduce the size of your condition.")
