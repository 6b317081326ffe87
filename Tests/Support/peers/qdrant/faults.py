"""Bad days on demand.

A rule is {"op", "do", "skip", "times"}: an operation's name or "*", what shall happen, after how
many calls that go well, and how often. What can happen:

  unavailable, internal, timeout, cancelled, full    the call fails and does nothing
  rate, rate_blind      too many requests, with and without the time to wait
  delay:SECONDS         it takes that long
  lost_ack              it is done, and the answer says UNAVAILABLE
  wait_timeout          it is done, and the answer says that it is not yet done
  kill, kill_after      the server dies before or after it is done
"""
import asyncio
import os
import signal

from refusals import Refusal

FAILURES = {
    "unavailable": ("unavailable", "injected", None),
    "internal": ("internal", "injected", None),
    "timeout": ("timeout", "injected", None),
    "cancelled": ("cancelled", "Timeout expired", None),
    "full": ("full", "injected: no space left", None),
    "rate": ("rate", "Write rate limit exceeded: injected. Retry after 1s", 1),
    "rate_blind": (
        "rate", "Write rate limit exceeded, request larger than rate limiter capacity, "
        "please try to split your request", None),
}


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Faults:
    def __init__(self):
        self.rules, self.calls = [], {}

    def _next(self, operation):
        self.calls[operation] = self.calls.get(operation, 0) + 1
        for rule in self.rules:
            if rule["op"] not in ("*", operation) or rule.get("times", 1) <= 0:
                continue
            if rule.get("skip", 0) > 0:
                rule["skip"] -= 1
                continue
            rule["times"] = rule.get("times", 1) - 1
            return rule["do"]
        return None

    async def before(self, operation):
        """Returns what is still to happen after the call."""
        do = self._next(operation)
        if do is None:
            return None
        if do in FAILURES:
            kind, message, wait = FAILURES[do]
            raise Refusal(kind, message, wait)
        if do.startswith("delay:"):
            await asyncio.sleep(float(do.removeprefix("delay:")))
        elif do == "kill":
            die()
        return do

    def after(self, do):
        if do == "lost_ack":
            raise Refusal("unavailable", "injected: done, and the answer is lost")
        if do == "kill_after":
            die()
