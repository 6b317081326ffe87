internal import Crypto
internal import Model
internal import Wire

/// Signs requests as AWS Signature Version 4 asks.
struct Signer: Sendable {
  static let algorithm = "AWS4-HMAC-SHA256"

  let credentials: AWSCredentials
  let region: String
  let service: String
  /// S3 wants the digest of the body as a header of its own.
  var announcesPayload = true
  /// A few services want the session token outside of the signature.
  var signsToken = true

  /// The request with all headers that it needs, `Authorization` the last of them.
  func signed(_ request: SigningRequest, at instant: Instant) -> SigningRequest {
    var request = request
    let stamp = Timestamp(instant)
    request.headers.append(("X-Amz-Date", stamp.text))
    if announcesPayload { request.headers.append(("X-Amz-Content-Sha256", request.payloadHash)) }
    let token = credentials.token.map { (name: "X-Amz-Security-Token", value: $0.reveal()) }
    if let token, signsToken { request.headers.append(token) }
    let authorization =
      "\(Signer.algorithm) Credential=\(credentials.accessKey)/\(scope(stamp)), "
      + "SignedHeaders=\(request.signedHeaders), Signature=\(signature(request, stamp))"
    if let token, !signsToken { request.headers.append(token) }
    request.headers.append(("Authorization", authorization))
    return request
  }

  /// The request with its signature in the query, good for so many seconds.
  func presigned(_ request: SigningRequest, at instant: Instant, seconds: Int) -> SigningRequest {
    var request = request
    let stamp = Timestamp(instant)
    request.query += [
      ("X-Amz-Algorithm", Signer.algorithm),
      ("X-Amz-Credential", "\(credentials.accessKey)/\(scope(stamp))"),
      ("X-Amz-Date", stamp.text), ("X-Amz-Expires", String(seconds)),
      ("X-Amz-SignedHeaders", request.signedHeaders),
    ]
    let token = credentials.token.map { (name: "X-Amz-Security-Token", value: $0.reveal()) }
    if let token, signsToken { request.query.append(token) }
    let signature = signature(request, stamp)
    if let token, !signsToken { request.query.append(token) }
    request.query.append(("X-Amz-Signature", signature))
    return request
  }

  private func scope(_ stamp: Timestamp) -> String {
    "\(stamp.day)/\(region)/\(service)/aws4_request"
  }

  private func signature(_ request: SigningRequest, _ stamp: Timestamp) -> String {
    let text = [
      Signer.algorithm, stamp.text, scope(stamp), SHA256.hash(request.canonical).description,
    ].joined(separator: "\n")
    var key = Array("AWS4\(credentials.secret.reveal())".utf8)
    for part in [String(stamp.day), region, service, "aws4_request"] {
      key = HMAC.sha256(part, key: key).bytes
    }
    return HMAC.sha256(text, key: key).description
  }
}

/// A moment as signatures spell it: `20150830T123600Z`.
struct Timestamp: Hashable, Sendable {
  let text: String
  var day: Substring { text.prefix(8) }

  init(_ instant: Instant) {
    let whole = Instant(seconds: instant.seconds).description
    text = String(whole.filter { $0 != "-" && $0 != ":" })
  }
}
