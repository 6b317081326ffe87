import Foundation
import Model
import Testing

@testable import Manifests

@Suite struct `The manifests that teach` {
  static let folder = Golden.root.appending(path: "manifests")
  static let files = Golden.names(in: folder, ending: ".yaml")

  @Test(arguments: files) func `each one is without a problem`(_ name: String) throws {
    let bytes = try Golden.bytes(Self.folder.appending(path: name))
    let set = ManifestReader.read(files: [SourceFile(path: name, bytes: bytes)])
    #expect(set.problems.map(\.text) == [])
    #expect(!set.manifests.isEmpty)
    #expect(bytes.first == UInt8(ascii: "#"), "it begins with what it teaches")
  }

  @Test func `all of them together are without a problem`() throws {
    let files = try Self.files.map {
      SourceFile(path: $0, bytes: try Golden.bytes(Self.folder.appending(path: $0)))
    }
    #expect(ManifestReader.read(files: files).problems.map(\.text) == [])
  }

  @Test func `every key of the language is in one of them`() throws {
    let all = try Self.files.map {
      String(decoding: try Golden.bytes(Self.folder.appending(path: $0)), as: UTF8.self)
    }.joined()
    for key in ManifestShape.shape.allKeys {
      #expect(all.contains("\(key):"), "\(key)")
    }
  }

  @Test func `the example of the connections file is read`() throws {
    let file = Golden.root.appending(path: "examples/connections.yaml")
    let (connections, problems) = ConnectionsReader.read(
      SourceFile(path: "connections.yaml", bytes: try Golden.bytes(file)),
      environment: ["AWS_REGION": "ap-northeast-2"], baseFolder: "/etc/plumb")
    #expect(problems.map(\.text) == [])
    #expect(
      connections?.stores == [
        "local": .files(path: "/etc/plumb/stores"),
        "lake": .s3(
          S3Connection(bucket: "vectors", prefix: "rag/stores", region: "ap-northeast-2")),
        "minio": .s3(
          S3Connection(
            bucket: "vectors", endpoint: "http://localhost:9000", pathStyle: true,
            profile: "search", ca: "/etc/plumb/minio-ca.pem")),
        "public": .s3(S3Connection(bucket: "open-vectors", anonymous: true)),
      ])
    #expect(
      connections?.targets == [
        "local": .local(path: "/etc/plumb/plumb.db"),
        "prod": .qdrant(
          QdrantConnection(
            url: "https://qdrant.example:6333", apiKey: .env("QDRANT_API_KEY"),
            ca: "/etc/plumb/qdrant-ca.pem", certificate: "/etc/plumb/client.pem",
            key: "/etc/plumb/client.key")),
        "staging": .qdrant(
          QdrantConnection(
            url: "http://localhost:6333", transport: .rest,
            apiKey: .file("/run/secrets/qdrant-api-key"))),
      ])
  }
}

extension ObjectShape {
  /// The keys of this mapping and of all mappings inside.
  var allKeys: Set<String> { Set(fields.flatMap { [$0.name] + $0.shape.allKeys }) }
}

extension Shape {
  var allKeys: [String] {
    switch self {
    case .object(let object), .having(_, let object, _): Array(object.allKeys)
    case .map(let dictionary): dictionary.values.allKeys
    case .list(let list): list.element.allKeys
    case .either(let shapes): shapes.flatMap(\.allKeys)
    case .text, .integer, .number, .boolean, .yes, .null, .anything: []
    }
  }
}
