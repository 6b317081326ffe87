"""The gRPC interface, on the official stubs."""
import grpc
from qdrant_client import grpc as wire
from qdrant_client.conversions.conversion import GrpcToRest, RestToGrpc, grpc_to_payload
from qdrant_client.grpc import (
    collections_service_pb2_grpc, points_service_pb2_grpc, qdrant_pb2, qdrant_pb2_grpc)
from qdrant_client.http import models

from grpc_calls import Service, call, plain
from grpc_points import Points

# Fields of CreateCollection that are messages or words: how they are said in REST's words.
CREATION = {
    "hnsw_config": GrpcToRest.convert_hnsw_config_diff,
    "wal_config": GrpcToRest.convert_wal_config_diff,
    "optimizers_config": GrpcToRest.convert_optimizers_config_diff,
    "quantization_config": GrpcToRest.convert_quantization_config,
    "sharding_method": GrpcToRest.convert_sharding_method,
    "strict_mode_config": GrpcToRest.convert_strict_mode_config,
    "payload": GrpcToRest.convert_payload_storage_params,
}
PLAIN = ("shard_number", "on_disk_payload", "replication_factor", "write_consistency_factor")


def asked(request):
    """A request to create a collection, in REST's words."""
    words = {"vectors": dense(request.vectors_config)}
    if request.HasField("sparse_vectors_config"):
        sparse = GrpcToRest.convert_sparse_vector_config(request.sparse_vectors_config)
        words["sparse_vectors"] = {name: plain(space) for name, space in sparse.items()}
    for field, convert in CREATION.items():
        if request.HasField(field):
            value = convert(getattr(request, field))
            words[field] = value.value if hasattr(value, "value") else plain(value)
    for field in PLAIN:
        if request.HasField(field):
            words[field] = getattr(request, field)
    if request.metadata:
        words["metadata"] = grpc_to_payload(request.metadata)
    return words


def dense(config):
    if config.WhichOneof("config") == "params":
        return plain(GrpcToRest.convert_vectors_config(config))
    return {
        name: plain(GrpcToRest.convert_vector_params(space))
        for name, space in config.params_map.map.items()
    }


def changed(request):
    words = plain(GrpcToRest.convert_update_collection(request))
    if request.metadata:
        words["metadata"] = grpc_to_payload(request.metadata)
    return words


class Collections(Service):
    @call("create_collection")
    def Create(self, request):
        return wire.CollectionOperationResponse(
            result=self.house.storage.create(request.collection_name, asked(request)))

    @call("update_collection")
    def Update(self, request):
        return wire.CollectionOperationResponse(
            result=self.house.storage.get(request.collection_name).update(changed(request)))

    @call("delete_collection")
    def Delete(self, request):
        return wire.CollectionOperationResponse(
            result=self.house.storage.delete(request.collection_name))

    @call("get_collection")
    def Get(self, request):
        info = self.house.storage.get(request.collection_name).info()
        model = models.CollectionInfo.model_validate(info)
        return wire.GetCollectionInfoResponse(result=RestToGrpc.convert_collection_info(model))

    @call("list_collections")
    def List(self, request):
        names = self.house.storage.collections
        return wire.ListCollectionsResponse(
            collections=[wire.CollectionDescription(name=name) for name in names])

    @call("exists")
    def CollectionExists(self, request):
        exists = self.house.storage.exists(request.collection_name)
        return wire.CollectionExistsResponse(result=wire.CollectionExists(exists=exists))

    @call("update_aliases")
    def UpdateAliases(self, request):
        actions = [plain(GrpcToRest.convert_alias_operations(action)) for action in request.actions]
        return wire.CollectionOperationResponse(result=self.house.storage.change_aliases(actions))

    def aliases(self, collection=None):
        return wire.ListAliasesResponse(aliases=[
            wire.AliasDescription(alias_name=alias, collection_name=target)
            for alias, target in self.house.storage.aliases.items()
            if collection in (None, target)
        ])

    @call("list_aliases")
    def ListAliases(self, request):
        return self.aliases()

    @call("list_collection_aliases")
    def ListCollectionAliases(self, request):
        return self.aliases(request.collection_name)

    @call("cluster_info")
    def CollectionClusterInfo(self, request):
        count = self.house.storage.get(request.collection_name).shard.info().points_count
        shard = wire.LocalShardInfo(
            shard_id=0, points_count=count, state=wire.ReplicaState.Active)
        return wire.CollectionClusterInfoResponse(
            peer_id=1, shard_count=1, local_shards=[shard])


class Health(qdrant_pb2_grpc.QdrantServicer):
    """Answers without a key, as the server does."""

    def __init__(self, house):
        self.house = house

    async def HealthCheck(self, request, context):
        return qdrant_pb2.HealthCheckReply(
            title="qdrant - vector search engine", version=self.house.version.text)


def sink(house):
    """Takes the bytes of an upsert, decodes nothing, and answers that all is well."""
    answer = wire.PointsOperationResponse(
        result=wire.UpdateResult(operation_id=1, status=wire.UpdateStatus.Completed)
    ).SerializeToString()

    async def take(request, context):
        return answer
    return grpc.method_handlers_generic_handler(
        "qdrant.Points", {"Upsert": grpc.unary_unary_rpc_method_handler(take)})


def server(house, options):
    made = grpc.aio.server(options=[
        ("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1),
        ("grpc.so_reuseport", 0), *options])
    if house.is_null:
        made.add_generic_rpc_handlers((sink(house),))
    points_service_pb2_grpc.add_PointsServicer_to_server(Points(house), made)
    collections_service_pb2_grpc.add_CollectionsServicer_to_server(Collections(house), made)
    qdrant_pb2_grpc.add_QdrantServicer_to_server(Health(house), made)
    return made
