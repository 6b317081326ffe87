import Foundation
import Host

/// A server that speaks both interfaces of Qdrant and stores points with Qdrant's own engine.
///
/// Its folder outlives the process: `kill` and `restart` are a crash and a recovery. Everything is
/// gone when nobody holds the server any more.
public final class QdrantServer: Sendable {
  public struct Options: Sendable {
    /// What the server says it is; it then does not know what later versions know.
    public var version: String?
    public var apiKey: String?
    public var readOnlyKey: String?
    /// Certificate and key, for both interfaces.
    public var tls: (certificate: String, key: String)?
    /// Most streams of one connection at once.
    public var streams: Int?
    /// Milliseconds after which a connection is sent GOAWAY.
    public var age: Int?
    /// Takes upserts and keeps nothing.
    public var isNull = false

    public init(version: String? = nil, apiKey: String? = nil) {
      self.version = version
      self.apiKey = apiKey
    }

    fileprivate var arguments: [String] {
      var words: [String] = []
      func add(_ name: String, _ values: String?...) {
        let present = values.compactMap { $0 }
        if present.count == values.count { words += [name] + present }
      }
      add("--version", version)
      add("--api-key", apiKey)
      add("--read-only-api-key", readOnlyKey)
      add("--tls", tls?.certificate, tls?.key)
      add("--streams", streams.map(String.init))
      add("--age", age.map(String.init))
      return isNull ? words + ["--null"] : words
    }
  }

  /// Of the REST interface.
  public let port: Int
  public let grpcPort: Int
  private let options: Options
  private let scratch: StoreScratch
  private let process: Locked<Peer?>

  private init(_ options: Options, _ scratch: StoreScratch, _ peer: Peer) throws {
    guard let grpcPort = peer.announcement["grpc_port"].flatMap({ Int($0) }) else {
      throw Peer.StartError(description: "the server announced no port for gRPC")
    }
    self.options = options
    self.scratch = scratch
    self.grpcPort = grpcPort
    port = peer.port
    process = Locked(peer)
  }

  deinit { kill() }

  /// Starts a server on ports that the system chooses, with nothing in it.
  public static func start(_ options: Options = Options()) async throws -> QdrantServer {
    let scratch = StoreScratch()
    let words = ["--folder", scratch.path] + options.arguments
    return try QdrantServer(options, scratch, try await Peer.start(script, words))
  }

  private static let script = "qdrant/server.py"

  /// What the manifests and connections of users say.
  public var url: String { "\(options.tls == nil ? "http" : "https")://127.0.0.1:\(port)" }

  /// As `kill -9` does it: nothing is flushed and nothing is closed.
  public func kill() {
    process.withLock { peer in
      peer?.stop()
      peer = nil
    }
  }

  /// Opens the same folder on the same ports, after a kill, or a kill of its own making.
  public func restart() async throws {
    kill()
    let ports = ["--port", "\(port)", "--grpc-port", "\(grpcPort)"]
    let words = ["--folder", scratch.path] + ports + options.arguments
    let peer = try await Peer.start(QdrantServer.script, words)
    process.withLock { $0 = peer }
  }

  /// Nil while it is down.
  public var pid: Int32? { process.withLock { $0?.pid } }
}

extension QdrantServer {
  /// One rule for bad days; Tests/Support/peers/qdrant/faults.py lists what can happen.
  public struct Fault: Sendable {
    public var operation: String
    public var what: String
    /// How many calls go well before.
    public var skip: Int
    public var times: Int
    /// Where the process id of a client stands that is to be killed.
    public var file: String

    public init(
      _ what: String, on operation: String = "*", skip: Int = 0, times: Int = 1, file: String = ""
    ) {
      self.what = what
      self.operation = operation
      self.skip = skip
      self.times = times
      self.file = file
    }

    fileprivate var json: String {
      "{\"do\": \"\(what)\", \"op\": \"\(operation)\", \"skip\": \(skip), \"times\": \(times), "
        + "\"file\": \"\(file)\"}"
    }
  }

  /// Replaces all faults that were set before.
  public func inject(_ faults: Fault...) async throws {
    try await put("faults", "[\(faults.map(\.json).joined(separator: ", "))]")
  }

  /// Batches with one of these ids are refused as bad input, whole.
  public func poison(_ ids: [Int]) async throws {
    try await put("poison", "[\(ids.map(String.init).joined(separator: ", "))]")
  }

  /// How many points the index of a field says that it holds.
  public func thin(_ field: String, points: Int) async throws {
    try await put("thin", "{\"\(field)\": \(points)}")
  }

  /// What the next looks at a collection say of its state.
  public func pretend(_ status: String, queue: Int = 0, times: Int) async throws {
    try await put(
      "moods", "[{\"status\": \"\(status)\", \"queue\": \(queue), \"times\": \(times)}]")
  }

  /// How often each operation was called.
  public func calls() async throws -> [String: Int] {
    let answer = try JSONSerialization.jsonObject(with: try await ask("GET", "calls", nil))
    return (answer as? [String: Any])?["result"] as? [String: Int] ?? [:]
  }

  private func put(_ name: String, _ body: String) async throws {
    _ = try await ask("PUT", name, body)
  }

  /// Over a child of its own, so that no library of the tests is in the way.
  private func ask(_ method: String, _ name: String, _ body: String?) async throws -> Data {
    let words = [method, "\(url)/test/\(name)"] + (body.map { [$0] } ?? [])
    guard
      let output = await BlockingLane(label: "ask").run({ () -> [UInt8]? in
        runPython("qdrant/ask.py", words)
      })
    else { throw Peer.StartError(description: "\(method) /test/\(name) failed") }
    return Data(output)
  }
}
