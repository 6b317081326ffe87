internal import HTTP
internal import Model
internal import Wire

/// Qdrant over REST, for servers whose gRPC port cannot be reached.
struct RESTDialect: Dialect {
  private let client: HTTPClient
  private let base: String
  private let headers: HTTPHeaders
  let address: String

  static let deadline = Duration.seconds(120)
  private static let greetingDeadline = Duration.seconds(10)
  private static let replyBytes = 256 << 20

  init(client: HTTPClient, address: ServerAddress, key: Secret?) {
    self.client = client
    self.address = address.origin
    base = address.origin + address.path
    var headers: HTTPHeaders = ["content-type": "application/json"]
    if let key { headers.add("api-key", key.reveal()) }
    self.headers = headers
  }

  /// The body of a reply that says that all is well.
  func send(
    _ method: HTTPMethod, _ path: String, _ body: [UInt8]? = nil,
    deadline: Duration = RESTDialect.deadline
  ) async throws(Failure) -> [UInt8] {
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await client.send(
        HTTPRequest(
          method, base + path, headers: headers, body: body.map { .bytes($0) } ?? .none,
          deadline: deadline,
          limits: ResponseLimits(bodyBytes: RESTDialect.replyBytes)))
    } catch {
      throw Failure(error)
    }
    guard response.status == 200 else { throw Failure(response) }
    return response.body
  }

  func send(_ method: HTTPMethod, _ path: String, _ body: PayloadObject) async throws(Failure)
    -> PayloadValue
  {
    var bytes: [UInt8] = []
    JSONWriter.append(body, to: &bytes)
    return try RESTDialect.result(try await send(method, path, bytes))
  }

  /// What stands under `result`.
  static func result(_ bytes: [UInt8]) throws(Failure) -> PayloadValue {
    do throws(JSONError) {
      guard let result = try JSONReader.value(bytes).object?["result"] else {
        throw JSONError(.wrongKind, "there is no result in it", at: 0)
      }
      return result
    } catch {
      throw Failure(unreadable: error)
    }
  }

  func version() async throws(Failure) -> String {
    let bytes = try await send(.get, "/", deadline: RESTDialect.greetingDeadline)
    guard let answer = try? JSONReader.value(bytes).object, let version = answer["version"]?.text
    else {
      throw Failure(
        .notQdrant, "GET / is not answered as Qdrant answers it",
        hint: "check `url` in the connections")
    }
    return version
  }

  /// A name as a part of a path.
  static func escaped(_ name: String) -> String {
    var text = ""
    for byte in name.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: text.unicodeScalars.append(scalar)
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
        text.unicodeScalars.append(scalar)
      default: text += "%" + Hex.text([byte]).uppercased()
      }
    }
    return text
  }

  static func path(_ collection: String) -> String { "/collections/\(escaped(collection))" }
}

extension Failure {
  /// What a status of REST means to us.
  init(_ response: HTTPResponse) {
    let answer = try? JSONReader.value(response.body).object
    let words = answer?["status"]?.object?["error"]?.text ?? answer?["status"]?.text
    let text = words ?? "the server answers with HTTP status \(response.status)"
    let advice = RetryClass.of(status: response.status, headers: response.headers)
    var after: Duration?
    if case .seconds(let seconds) = advice.after { after = .seconds(seconds) }
    switch response.status {
    case 401: self.init(.unauthenticated, text, hint: Failure.hint(.unauthenticated))
    case 403: self.init(.forbidden, text, hint: Failure.hint(.forbidden))
    case 404: self.init(.noCollection, text)
    case 408: self.init(.outOfTime, text, retry: .ifIdempotent)
    case 409: self.init(.collectionExists, text)
    case 429: self.init(.busy, text, retry: .safe, after: after)
    case 507: self.init(.full, text, hint: Failure.spaceHint)
    // A body over the limit is refused like a wrong one; it has to be made smaller.
    case 400 where text.contains("larger than allowed"), 413:
      self.init(.busy, text, retry: .safe)
    case 400, 422: self.init(.refused, text)
    case 502, 503, 504: self.init(.unavailable, text, retry: .ifIdempotent, after: after)
    case 500...: self.init(.failed, text, retry: .ifIdempotent, after: after)
    default: self.init(.notQdrant, text, hint: "check `url` in the connections")
    }
  }

  init(unreadable error: JSONError) {
    self.init(.notQdrant, "the reply cannot be read: \(error)")
  }
}
