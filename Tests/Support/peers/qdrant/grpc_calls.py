"""What the services of the gRPC interface share."""
import time

import grpc
from qdrant_client import grpc as wire
from qdrant_client.conversions.conversion import GrpcToRest

from layout import without_nulls
from refusals import Refusal


def plain(model):
    """A model of the REST interface as JSON, without what is not there."""
    if model is None:
        return None
    return without_nulls(model.model_dump(mode="json", by_alias=True))


def optional(message, field):
    return getattr(message, field) if message.HasField(field) else None


def filter_words(message, field="filter"):
    if not message.HasField(field):
        return None
    return plain(GrpcToRest.convert_filter(getattr(message, field)))


def call(operation):
    """A method from request to answer, as a handler with all that can go wrong."""
    def wrap(method):
        async def handler(self, request, context):
            begin = time.perf_counter()
            headers = dict(context.invocation_metadata())
            try:
                answer, is_late = await self.house.serve(
                    operation, headers, lambda: method(self, request))
            except Refusal as refusal:
                context.set_trailing_metadata(tuple(refusal.metadata))
                await context.abort(refusal.grpc, refusal.message)
            if is_late and hasattr(answer, "result"):
                answer.result.status = wire.UpdateStatus.WaitTimeout
            if hasattr(answer, "time"):
                answer.time = time.perf_counter() - begin
            return answer
        handler.operation = operation
        return handler
    return wrap


class Service:
    """A service of the official description, by name; what a subclass has not is unimplemented."""

    def __init__(self, house):
        self.house = house

    def __getattr__(self, name):
        if not name[:1].isupper():
            raise AttributeError(name)

        async def missing(request, context):
            await context.abort(grpc.StatusCode.UNIMPLEMENTED, f"{name} is not implemented")
        return missing
