"""What the server refuses, in the words and numbers of both interfaces."""
import grpc

Code = grpc.StatusCode

# Kind of refusal: HTTP status, gRPC status, how its message begins.
KINDS = {
    "bad_input": (400, Code.INVALID_ARGUMENT, "Wrong input: "),
    "bad_request": (400, Code.INVALID_ARGUMENT, "Bad request: "),
    "format": (400, Code.INVALID_ARGUMENT, "Format error in JSON body: "),
    "invalid": (422, Code.INVALID_ARGUMENT, "Validation error in body: "),
    "not_found": (404, Code.NOT_FOUND, "Not found: "),
    "exists": (409, Code.ALREADY_EXISTS, "Wrong input: "),
    "rate": (429, Code.RESOURCE_EXHAUSTED, "Rate limiting exceeded: "),
    "full": (507, Code.RESOURCE_EXHAUSTED, "Insufficient storage: "),
    "timeout": (408, Code.DEADLINE_EXCEEDED, "Timeout: "),
    "cancelled": (408, Code.CANCELLED, ""),
    "unavailable": (503, Code.UNAVAILABLE, "Shard temporarily unavailable: "),
    "internal": (500, Code.INTERNAL, "Service internal error: "),
    "no_key": (401, Code.UNAUTHENTICATED, ""),
    "not_allowed": (403, Code.PERMISSION_DENIED, ""),
    "unknown": (405, Code.UNIMPLEMENTED, ""),
}


class Refusal(Exception):
    """An answer that is an error. `wait` is the number of seconds after which to come back."""

    def __init__(self, kind, message, wait=None):
        self.http, self.grpc, opening = KINDS[kind]
        self.kind, self.message, self.wait = kind, opening + message, wait
        super().__init__(self.message)

    @property
    def metadata(self):
        fields = []
        if self.wait:
            fields.append(("retry-after", str(self.wait)))
        if self.kind == "full":
            fields.append(("qdrant-insufficient-storage", "1"))
        return fields


def strict(message, help):
    return Refusal("bad_request", f"{message}. Help: {help}")


# Parts of the engine's messages that are the caller's fault. It has one exception for everything.
FAULTS_OF_THE_CALLER = (
    "dimension", "Not existing vector", "No appropriate index", "No range index", "sparse", "multi",
    "already exists", "failed to parse", "Conversion", "Expected", "Wrong input",
)


def engine(call, *arguments, **named):
    """Calls the engine and turns whatever it raises into a refusal."""
    try:
        return call(*arguments, **named)
    except Refusal:
        raise
    except Exception as error:
        message = str(error)
        if message.startswith("No point with id"):
            raise Refusal("not_found", message) from None
        is_callers = any(part in message for part in FAULTS_OF_THE_CALLER)
        raise Refusal("bad_input" if is_callers else "internal", message) from None
