internal import HTTP

extension Bucket {
  /// All objects whose keys begin with `prefix`, in the order of their bytes.
  public func list(_ prefix: String, limit: Int = 1_000_000) async throws(S3Error) -> [ObjectFacts]
  {
    var found: [ObjectFacts] = []
    var token: String?
    repeat {
      let page = try await page(prefix, token)
      found += page.objects
      guard found.count <= limit else {
        throw S3Error(
          .refused, "list \(name(of: prefix))", "more than \(limit) objects begin so",
          hints: ["give the store a prefix of its own"])
      }
      // A server that gives out the same token again would be asked for ever.
      guard page.next == nil || page.next != token else {
        throw S3Error(
          .protocolViolation, "list \(name(of: prefix))", "the server repeats itself")
      }
      token = page.next
    } while token != nil
    return found
  }

  private func page(
    _ prefix: String, _ token: String?
  ) async throws(S3Error) -> (objects: [ObjectFacts], next: String?) {
    var call = S3Call(.get, nil, attempt: "list \(name(of: prefix))")
    call.query = [("list-type", "2"), ("encoding-type", "url"), ("prefix", prefix)]
    if let token { call.query.append(("continuation-token", token)) }
    let response = try await send(call)
    guard let document = XMLElement.read(response.body), document.name == "ListBucketResult" else {
      throw S3Error(.protocolViolation, call.attempt, "the answer is no list of objects")
    }
    let isEncoded = document.child("EncodingType")?.text == "url"
    var objects: [ObjectFacts] = []
    for entry in document.all("Contents") {
      let text = entry.child("Key")?.text ?? ""
      guard let key = isEncoded ? URIEncoding.decoded(text) : text, !key.isEmpty,
        let size = entry.child("Size").flatMap({ UInt64($0.text) })
      else { throw S3Error(.protocolViolation, call.attempt, "an entry has no key or no size") }
      objects.append(ObjectFacts(key: key, size: size, etag: entry.child("ETag")?.text ?? ""))
    }
    guard document.child("IsTruncated")?.text == "true" else { return (objects, nil) }
    guard let next = document.child("NextContinuationToken")?.text, !next.isEmpty else {
      throw S3Error(.protocolViolation, call.attempt, "the list is cut and does not say where")
    }
    return (objects, next)
  }
}
