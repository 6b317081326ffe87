internal import HTTP

/// What is known of an object without its bytes.
public struct ObjectFacts: Hashable, Sendable {
  public var key: String
  public var size: UInt64
  /// With its quotes, which some servers leave out of their lists.
  public var etag: String

  public init(key: String, size: UInt64, etag: String) {
    self.key = key
    self.size = size
    self.etag = ETag.quoted(etag)
  }
}

/// The tag of one state of an object.
public enum ETag {
  public static func quoted(_ text: String) -> String {
    text.isEmpty || text.hasSuffix("\"") ? text : "\"\(text)\""
  }
}

extension HTTPResponse {
  var etag: String { headers["etag"].map(ETag.quoted) ?? "" }
}

/// What must be so for a write to be done.
public enum WriteCondition: Hashable, Sendable {
  case none
  /// Nothing is there.
  case absent
  /// Exactly this is there.
  case etag(String)
}

extension Bucket {
  /// A whole small object; nil where there is none.
  public func get(
    _ key: String, limit: Int
  ) async throws(S3Error) -> (bytes: [UInt8], etag: String)? {
    var call = S3Call(.get, key, attempt: "read \(name(of: key))")
    // An error that the server explains may be longer than the object.
    call.limit = max(limit, 1 << 16)
    do throws(S3Error) {
      let response = try await send(call)
      return (response.body, response.etag)
    } catch {
      guard error.code == .noObject else { throw error }
      return nil
    }
  }

  /// A part of an object that must be the one that is pinned. Also tells the tag that it has.
  public func read(
    _ key: String, _ range: Range<UInt64>, of size: UInt64, etag: String?
  ) async throws(S3Error) -> (bytes: [UInt8], etag: String) {
    guard !range.isEmpty else { return ([], etag ?? "") }
    let attempt = "read \(name(of: key))"
    var call = S3Call(.get, key, attempt: attempt)
    call.headers = [("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]
    if let etag { call.headers.append(("If-Match", ETag.quoted(etag))) }
    call.accepted = [200, 206]
    call.limit = range.count + (1 << 16)
    call.check = { RangeCheck(range, size, etag, attempt).fault($0) }
    do throws(S3Error) {
      let response = try await send(call)
      return (response.body, response.etag)
    } catch {
      guard error.code == .refused, error.message.contains("HTTP 416") else { throw error }
      throw S3Error(.changed, attempt, "it is shorter than it was")
    }
  }

  /// Nil where there is no such object.
  public func head(_ key: String) async throws(S3Error) -> ObjectFacts? {
    let call = S3Call(.head, key, attempt: "look at \(name(of: key))")
    do throws(S3Error) {
      let response = try await send(call)
      guard let size = response.headers["content-length"].flatMap({ UInt64($0) }) else {
        throw S3Error(.protocolViolation, call.attempt, "the answer has no length")
      }
      return ObjectFacts(key: key, size: size, etag: response.etag)
    } catch {
      guard error.code == .noObject else { throw error }
      return nil
    }
  }

  /// Gives the new object's tag.
  @discardableResult
  public func put(
    _ key: String, _ bytes: [UInt8], if condition: WriteCondition = .none
  ) async throws(S3Error) -> String {
    var call = S3Call(.put, key, attempt: "write \(name(of: key))")
    call.body = bytes
    switch condition {
    case .none: break
    case .absent: call.headers = [("If-None-Match", "*")]
    case .etag(let etag): call.headers = [("If-Match", ETag.quoted(etag))]
    }
    return try await send(call).etag
  }

  /// Nothing there is no error.
  public func delete(_ key: String) async throws(S3Error) {
    var call = S3Call(.delete, key, attempt: "delete \(name(of: key))")
    call.accepted = [200, 204, 404]
    _ = try await send(call)
  }
}

/// Whether an answer to a request for a range is what was asked for.
struct RangeCheck: Sendable {
  private let range: Range<UInt64>
  private let size: UInt64
  private let etag: String?
  private let attempt: String

  init(_ range: Range<UInt64>, _ size: UInt64, _ etag: String?, _ attempt: String) {
    self.range = range
    self.size = size
    self.etag = etag
    self.attempt = attempt
  }

  func fault(_ response: HTTPResponse) -> S3Error? {
    if let etag, !response.etag.isEmpty, response.etag != ETag.quoted(etag) {
      return S3Error(.changed, attempt, "it was replaced while it was read")
    }
    // Some servers give a part with the status of a whole, so the header decides and not the status.
    if let found = response.headers["content-range"] {
      let expected = "bytes \(range.lowerBound)-\(range.upperBound - 1)/"
      guard found == expected + String(size) || found == expected + "*" else {
        return found.hasPrefix(expected)
          ? S3Error(.changed, attempt, "it has another size than the catalog says")
          : S3Error(.protocolViolation, attempt, "the server sent another part: \(found)")
      }
    } else if range != 0..<size || response.status != 200 {
      return S3Error(.protocolViolation, attempt, "the server does not give parts of objects")
    }
    guard response.body.count == range.count else {
      return S3Error(
        response.headers.contains("content-range") ? .protocolViolation : .changed, attempt,
        "\(response.body.count) bytes came, and \(range.count) were expected")
    }
    return nil
  }
}
