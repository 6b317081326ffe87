internal import GRPC
internal import HTTP
public import Host
public import Model

/// A Qdrant server as a target.
public struct QdrantTarget: Target {
  private let connection: QdrantConnection
  private let environment: Environment
  var patience = Patience()
  var firstPatience = Patience.first
  var scale = Scale()
  /// The same for all who read and write through this target.
  private let newborns = Newborns()

  /// The key is read from where the connection says when the target is opened, and not kept.
  public init(_ connection: QdrantConnection, environment: Environment) {
    self.connection = connection
    self.environment = environment
  }

  public func reader() async throws -> any TargetReader {
    QdrantReader(try await open())
  }

  /// Refuses a server on which two writers could not be told apart.
  public func writer() async throws -> any TargetWriter {
    let conversation = try await open()
    guard conversation.version >= .conditionalWrites else {
      throw Refusal(
        .tooOld, "Qdrant \(conversation.version) can be read but not written safely",
        hint: "upgrade the server to 1.16 or newer"
      ).at(conversation.address)
    }
    return QdrantWriter(conversation)
  }

  /// The version first, which needs no key; then something small that needs one.
  func open() async throws -> Conversation {
    let address = try located()
    let found = try await greeting(address)
    guard let version = ServerVersion(found.version) else {
      throw Refusal(
        .notQdrant, "this is not a Qdrant server", hint: "check `url` in the connections"
      ).at(address.origin)
    }
    guard version >= ServerVersion(1, 13) else {
      throw Refusal(
        .tooOld, "Qdrant \(version) is older than plumb can work with",
        hint: "upgrade the server to 1.16 or newer"
      ).at(address.origin)
    }
    let conversation = Conversation(
      dialect: found.dialect, version: version, patience: patience, scale: scale,
      newborns: newborns)
    _ = try await conversation.schema(.exists(LedgerCollection.name))
    return conversation
  }

  private func located() throws -> ServerAddress {
    do throws(Refusal) {
      return try ServerAddress(connection.url)
    } catch {
      throw error.at("qdrant")
    }
  }

  // MARK: - Transport

  private typealias Greeting = (dialect: any Dialect, version: String)

  private func greeting(_ address: ServerAddress) async throws -> Greeting {
    let key = try key(address)
    let rest = RESTDialect(client: HTTPClient(http), address: address, key: key)
    let grpc = GRPCDialect(channel: channel(address, key), address: address.origin, rest: rest)
    switch connection.transport {
    case .grpc: return (grpc, try await greet(grpc))
    case .rest: return (rest, try await greet(rest))
    case .auto: break
    }
    do {
      return (grpc, try await greet(grpc))
    } catch let first as QdrantError {
      // A server without the port, or behind a proxy that has only the other one.
      do {
        return (rest, try await greet(rest))
      } catch is QdrantError {
        throw first
      }
    }
  }

  private func greet(_ dialect: any Dialect) async throws -> String {
    let conversation = Conversation(
      dialect: dialect, version: ServerVersion(0, 0), patience: firstPatience)
    return try await conversation.ask("cannot reach Qdrant") { _ async throws(Failure) in
      do throws(Failure) {
        return try await dialect.version()
      } catch {
        guard dialect is GRPCDialect, error.hint == nil, error.code != .failed else { throw error }
        var failure = error
        failure.hint = Failure.portHint
        throw failure
      }
    }
  }

  private func channel(_ address: ServerAddress, _ key: Secret?) -> GRPCChannel {
    var metadata = HTTPHeaders()
    if let key { metadata.add("api-key", key.reveal()) }
    return GRPCChannel(
      GRPCConfiguration(
        origin: address.origin(port: connection.grpcPort), metadata: metadata, http: http))
  }

  private var http: HTTPConfiguration {
    var tls = TLSOptions(authorities: connection.ca)
    if let certificate = connection.certificate, let key = connection.key {
      tls.identity = ClientIdentity(certificate: certificate, key: key)
    }
    return HTTPConfiguration(lanes: QdrantTarget.lanes, tls: tls)
  }

  /// Enough for the workers of a load or a scan, and a few questions beside them.
  private static let lanes = 8

  // MARK: - The key

  private func key(_ address: ServerAddress) throws -> Secret? {
    switch connection.apiKey {
    case nil: return nil
    case .env(let name):
      guard let text = environment.nonEmpty(name) else {
        throw Refusal(
          .noSecret, "the environment variable \(name), which holds the key, is not set",
          hint: "set it, or change `apiKey` in the connections"
        ).at(address.origin)
      }
      return Secret(text)
    case .file(let path):
      guard let bytes = try? Files.read(path, limit: 64 << 10),
        let text = String(validating: bytes, as: UTF8.self)
      else {
        throw Refusal(
          .noSecret, "the file \(path), which holds the key, cannot be read",
          hint: "check that it exists and that you may read it"
        ).at(address.origin)
      }
      return Secret(String(text.prefix { $0 != "\n" && $0 != "\r" && $0 != "\r\n" }))
    }
  }
}
