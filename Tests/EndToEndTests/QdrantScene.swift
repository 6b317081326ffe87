import Host
import TestSupport

/// A folder with a store, a manifest, and connections to a server that stands in for Qdrant.
struct QdrantScene: Sendable {
  let scene = Scene()
  let server: QdrantServer
  let transport: String

  init(_ transport: String = "grpc", _ options: QdrantServer.Options = .init()) async throws {
    server = try await QdrantServer.start(options)
    self.transport = transport
    scene.write(
      "plumb.yaml",
      """
      apiVersion: plumb/v1
      kind: Connections
      stores: { local: { files: { path: ./stores } } }
      targets:
        prod: { qdrant: { url: "\(server.url)", grpcPort: \(server.grpcPort), transport: \(transport) } }
      """)
  }

  /// `collection` is JSON, which is YAML too.
  func write(
    collection: String, version: Int = 1, map: String = "{}", sync: String = "{ prune: true }"
  ) {
    scene.write(
      "docs.yaml",
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: local, name: docs, version: v\(version) }
        map: \(map)
        target: { connection: prod, collection: docs, alias: docs-live }
        collection: \(collection)
        sync: \(sync)

      """)
  }

  /// The rows of the versions, as JSON Lines.
  func write(rows: [String]) {
    var entries: [String] = []
    for (index, text) in rows.enumerated() {
      let number = index + 1
      scene.write(Scene.rowsName(number), text)
      entries.append(
        "{\"version\": \"v\(number)\", \"timestamp\": \"2026-01-0\(number)T00:00:00Z\", "
          + "\"path\": \"docs/v\(number)/\"}")
    }
    let list = entries.reversed().joined(separator: ",\n  ")
    scene.write("stores/metadata.json", "{ \"docs\": [\n  \(list)\n] }\n")
  }

  func run(_ arguments: String...) async throws -> Program.End {
    try await BlockingLane(label: "program").run { [scene] () throws(any Error) -> Program.End in
      try Program.start(arguments, in: scene).end()
    }
  }

  /// What the official client says of what the manifest promised.
  func readBack(collection: String, version: Int = 1) async -> String {
    scene.write(
      "promise.json",
      """
      {"port": \(server.port), "grpc_port": \(server.grpcPort), "transport": "\(transport)",
       "owner": "docs", "alias": "docs-live", "collection": \(collection),
       "rows": "\(scene.folder)/\(Scene.rowsName(version))"}
      """)
    let path = scene.folder + "/promise.json"
    let output = await BlockingLane(label: "promise").run { runPython("qdrant/promise.py", [path]) }
    return String(decoding: output ?? Array("it failed".utf8), as: UTF8.self)
  }
}
