internal import Crypto
internal import HTTP
internal import Host

extension Bucket {
  /// Below it one request is enough.
  static let partSize = 16 << 20
  /// How many parts are in memory.
  private static let uploadWidth = 4

  /// Writes a file of this machine. A large one goes in parts, and appears only when all are there.
  /// `sent` hears how many bytes more have gone, and of those again that had to be sent again.
  @discardableResult
  public func upload(
    _ path: String, to key: String, sent: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> ObjectTag {
    let lane = BlockingLane(label: "upload")
    let file = try await lane.run { () throws(SystemError) in try OpenFile(path) }
    let facts = try await lane.run { () throws(SystemError) in try file.facts() }
    guard facts.size > UInt64(Bucket.partSize) else {
      let bytes = try await lane.run { () throws(SystemError) in
        try file.read(at: 0, count: Int(facts.size))
      }
      let tag = try await put(key, bytes)
      sent(bytes.count)
      try check(file, facts, key)
      return tag
    }
    do {
      return try await uploadInParts(file, facts, to: key, lane, sent)
    } catch let error as S3Error where error.code == .refused || error.code == .noObject {
      // Servers lose uploads that are under way, or reject a part that was sent twice: then all of
      // them have to be sent again.
      return try await uploadInParts(file, facts, to: key, lane, sent)
    }
  }

  private func uploadInParts(
    _ file: OpenFile, _ facts: FileFacts, to key: String, _ lane: BlockingLane,
    _ sent: @escaping @Sendable (Int) -> Void
  ) async throws -> ObjectTag {
    let id = try await begin(key)
    do {
      let parts = try await upload(file, facts.size, to: key, id, lane, sent)
      try check(file, facts, key)
      return try await complete(key, id, parts)
    } catch {
      // Also when this task was cancelled: parts that nobody takes back are paid for.
      await Task { try? await self.abort(key, id) }.value
      throw error
    }
  }

  private func check(_ file: OpenFile, _ facts: FileFacts, _ key: String) throws {
    guard try file.facts().identity == facts.identity else {
      throw S3Error(
        .changed, "write \(name(of: key))", "\(file.path) changed while it was sent",
        hints: ["publish again when nobody writes to it"])
    }
  }

  private func upload(
    _ file: OpenFile, _ size: UInt64, to key: String, _ id: String, _ lane: BlockingLane,
    _ sent: @escaping @Sendable (Int) -> Void
  ) async throws -> [String] {
    // No object has more than ten thousand parts.
    let step = max(UInt64(Bucket.partSize), (size + 9_999) / 10_000)
    let count = Int((size + step - 1) / step)
    var tags = [String](repeating: "", count: count)
    try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<count {
        if number >= Bucket.uploadWidth, let (done, tag) = try await group.next() {
          tags[done] = tag
        }
        let start = UInt64(number) * step
        let length = Int(min(step, size - start))
        group.addTask {
          let bytes = try await lane.run { () throws(SystemError) in
            try file.read(at: start, count: length)
          }
          let tag = try await self.part(key, id, number + 1, bytes)
          sent(bytes.count)
          return (number, tag)
        }
      }
      for try await (done, tag) in group { tags[done] = tag }
    }
    return tags
  }

  private func begin(_ key: String) async throws(S3Error) -> String {
    var call = S3Call(.post, key, attempt: "write \(name(of: key))")
    call.query = [("uploads", "")]
    let answer = XMLElement.read(try await send(call).body)
    guard let id = answer?.child("UploadId")?.text, !id.isEmpty else {
      throw S3Error(.protocolViolation, call.attempt, "the server gave no id for the upload")
    }
    return id
  }

  private func part(
    _ key: String, _ id: String, _ number: Int, _ bytes: [UInt8]
  ) async throws(S3Error) -> String {
    var call = S3Call(.put, key, attempt: "write part \(number) of \(name(of: key))")
    call.query = [("partNumber", String(number)), ("uploadId", id)]
    call.body = bytes
    guard let etag = try await send(call).headers["etag"] else {
      throw S3Error(.protocolViolation, call.attempt, "the server gave no tag for the part")
    }
    return etag
  }

  private func complete(
    _ key: String, _ id: String, _ parts: [String]
  ) async throws(S3Error) -> ObjectTag {
    var call = S3Call(.post, key, attempt: "write \(name(of: key))")
    call.query = [("uploadId", id)]
    let list = parts.enumerated().map { number, tag in
      "<Part><PartNumber>\(number + 1)</PartNumber><ETag>\(tag.xmlEscaped)</ETag></Part>"
    }
    call.body = Array(
      ("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + list.joined() + "</CompleteMultipartUpload>").utf8)
    let attempt = call.attempt
    // The status is sent before the parts are joined, so a failure may come with 200.
    call.check = { response in
      XMLElement.read(response.body)?.name == "Error"
        ? S3Error(.busy, attempt, "the server could not join the parts") : nil
    }
    do throws(S3Error) {
      let response = try await send(call)
      let etag = XMLElement.read(response.body)?.child("ETag")?.text ?? ""
      return ObjectTag(etag: etag, version: response.tag.version)
    } catch {
      // An answer that was lost: the first try has joined them, so the upload is no longer known.
      guard error.code == .noObject, let found = try await head(key) else { throw error }
      return found.tag
    }
  }

  private func abort(_ key: String, _ id: String) async throws(S3Error) {
    var call = S3Call(.delete, key, attempt: "take back \(name(of: key))")
    call.query = [("uploadId", id)]
    call.accepted = [200, 204, 404]
    _ = try await send(call)
  }
}

extension String {
  fileprivate var xmlEscaped: String {
    var text = ""
    for character in self {
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      default: text.append(character)
      }
    }
    return text
  }
}
