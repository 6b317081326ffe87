internal import HTTP

/// What is known of an object without its bytes.
public struct ObjectFacts: Hashable, Sendable {
  public var key: String
  public var size: UInt64
  /// With its quotes, which some servers leave out of their lists.
  public var etag: String
  /// Lists do not have it.
  public var version: String?

  public init(key: String, size: UInt64, etag: String, version: String? = nil) {
    self.key = key
    self.size = size
    self.etag = ETag.quoted(etag)
    self.version = version
  }

  public var tag: ObjectTag { ObjectTag(etag: etag, version: version) }
}

/// What tells one state of an object from others.
public struct ObjectTag: Hashable, Sendable {
  /// With its quotes; empty where the server gave none.
  public var etag: String
  /// Where the bucket keeps versions: then this state can still be read when there is a newer one.
  public var version: String?

  public init(etag: String, version: String? = nil) {
    self.etag = ETag.quoted(etag)
    self.version = version
  }
}

/// The tag of one state of an object.
public enum ETag {
  /// An empty tag tells nothing apart, and is none.
  public static func quoted(_ text: String) -> String {
    guard text != "\"\"" else { return "" }
    return text.isEmpty || text.hasSuffix("\"") ? text : "\"\(text)\""
  }
}

extension HTTPHead {
  var etag: String { headers["etag"].map(ETag.quoted) ?? "" }

  /// An object from before the bucket kept versions is called "null", and so is what replaces it where
  /// versions were switched off again: that name pins nothing.
  var tag: ObjectTag {
    ObjectTag(etag: etag, version: headers["x-amz-version-id"].flatMap { $0 == "null" ? nil : $0 })
  }
}

extension HTTPResponse {
  var etag: String { head.etag }
  var tag: ObjectTag { head.tag }
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

  /// A part of an object, handed over while it comes. It must be of the state that `tag` says, where it
  /// says any; gives the state that it is of.
  public func read(
    _ key: String, _ range: Range<UInt64>, of size: UInt64, tag: ObjectTag?, into sink: any PartSink
  ) async throws(S3Error) -> ObjectTag {
    guard !range.isEmpty else { return tag ?? ObjectTag(etag: "") }
    let attempt = "read \(name(of: key))"
    let etag = tag.flatMap { $0.etag.isEmpty ? nil : $0.etag }
    var call = S3Call(.get, key, attempt: attempt)
    call.headers = [("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]
    if let etag { call.headers.append(("If-Match", etag)) }
    if let version = tag?.version { call.query = [("versionId", version)] }
    call.accepted = [200, 206]
    call.limit = range.count + (1 << 16)
    call.part = PartCall(check: RangeCheck(range, size, etag, attempt), sink: sink)
    do throws(S3Error) {
      return try await send(call).tag
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
      let tag = response.tag
      return ObjectFacts(key: key, size: size, etag: tag.etag, version: tag.version)
    } catch {
      guard error.code == .noObject else { throw error }
      return nil
    }
  }

  /// Gives the new object's tag.
  @discardableResult
  public func put(
    _ key: String, _ bytes: [UInt8], if condition: WriteCondition = .none
  ) async throws(S3Error) -> ObjectTag {
    var call = S3Call(.put, key, attempt: "write \(name(of: key))")
    call.body = bytes
    switch condition {
    case .none: break
    case .absent: call.headers = [("If-None-Match", "*")]
    case .etag(let etag): call.headers = [("If-Match", ETag.quoted(etag))]
    }
    return try await send(call).tag
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

  var length: Int { range.count }

  /// What is wrong before any byte of the part has come.
  func fault(_ head: HTTPHead) -> S3Error? {
    if let etag, !head.etag.isEmpty, head.etag != etag {
      return S3Error(.changed, attempt, "it was replaced while it was read")
    }
    // Some servers give a part with the status of a whole, so the header decides and not the status.
    if let found = head.headers["content-range"] {
      let expected = "bytes \(range.lowerBound)-\(range.upperBound - 1)/"
      guard found == expected + String(size) || found == expected + "*" else {
        return found.hasPrefix(expected)
          ? S3Error(.changed, attempt, "it has another size than the catalog says")
          : S3Error(.protocolViolation, attempt, "the server sent another part: \(found)")
      }
    } else if range != 0..<size || head.status != 200 {
      return S3Error(.protocolViolation, attempt, "the server does not give parts of objects")
    }
    return nil
  }

  /// What is wrong when all has come.
  func fault(_ head: HTTPHead, count: Int) -> S3Error? {
    guard count != range.count else { return nil }
    return S3Error(
      head.headers.contains("content-range") ? .protocolViolation : .changed, attempt,
      "\(count) bytes came, and \(range.count) were expected")
  }
}
