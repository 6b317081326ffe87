"""Bad days on demand.

A rule is {"op", "do", "skip", "times"}: an operation's name or "*", what shall happen, after how
many calls that go well, and how often. What can happen:

  unavailable, internal, timeout, cancelled, full    the call fails and does nothing
  unseen                the collection is not there, as another node of a cluster may say at first
  rate, rate_blind      too many requests, with and without the time to wait
  delay:SECONDS         it takes that long
  lost_ack              it is done, and the answer says UNAVAILABLE
  wait_timeout          it is done, and the answer says that it is not yet done
  kill, kill_after      the server dies before or after it is done
  kill_client_before, kill_client, kill_client_after
                        the client dies, whose process id and a line break are in the rule's "file":
                        with the call not done, before it is done, or before it is answered

What a client says that calls itself a bystander is counted, and no rule is for it.
"""
import asyncio
import contextlib
import os
import signal

from refusals import Refusal

FAILURES = {
    "unavailable": ("unavailable", "injected", None),
    "internal": ("internal", "injected", None),
    "timeout": ("timeout", "injected", None),
    "cancelled": ("cancelled", "Timeout expired", None),
    "full": ("full", "injected: no space left", None),
    "unseen": ("not_found", "Collection `docs` doesn't exist!", None),
    "rate": ("rate", "Write rate limit exceeded: injected. Retry after 1s", 1),
    "rate_blind": (
        "rate", "Write rate limit exceeded, request larger than rate limiter capacity, "
        "please try to split your request", None),
}


BYSTANDER = "bystander"


def die():
    os.kill(os.getpid(), signal.SIGKILL)


async def kill_client(path):
    """Whoever started the client writes its number a moment later. It stays that of the client until
    they have waited for its end."""
    while True:
        with contextlib.suppress(FileNotFoundError), open(path) as file:
            number = file.read()
            if number.endswith("\n"):
                break
        await asyncio.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(number), signal.SIGKILL)


class Faults:
    def __init__(self):
        self.rules, self.calls = [], {}

    def _next(self, operation, headers):
        self.calls[operation] = self.calls.get(operation, 0) + 1
        for rule in () if BYSTANDER in headers else self.rules:
            if rule["op"] not in ("*", operation) or rule.get("times", 1) <= 0:
                continue
            if rule.get("skip", 0) > 0:
                rule["skip"] -= 1
                continue
            rule["times"] = rule.get("times", 1) - 1
            return rule
        return None

    async def before(self, operation, headers):
        """Returns the rule by which something is still to happen after the call."""
        rule = self._next(operation, headers)
        if rule is None:
            return None
        do = rule["do"]
        if do in FAILURES:
            kind, message, wait = FAILURES[do]
            raise Refusal(kind, message, wait)
        if do.startswith("delay:"):
            await asyncio.sleep(float(do.removeprefix("delay:")))
        elif do == "kill":
            die()
        elif do in ("kill_client", "kill_client_before"):
            await kill_client(rule["file"])
            if do == "kill_client_before":
                raise Refusal("unavailable", "injected")
        return rule

    async def after(self, rule):
        do = rule and rule["do"]
        if do == "lost_ack":
            raise Refusal("unavailable", "injected: done, and the answer is lost")
        if do == "kill_after":
            die()
        if do == "kill_client_after":
            await kill_client(rule["file"])
