internal import HTTP

/// One request to a bucket, before it is signed.
struct S3Call: Sendable {
  var method: HTTPMethod
  /// Nil: the bucket itself.
  var key: String?
  var query: [(name: String, value: String)] = []
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []
  /// The digest of the body, where it is known already.
  var digest: String?
  /// For people: "read s3://bucket/key".
  var attempt: String
  /// Statuses that are an answer.
  var accepted: Set<Int> = [200]
  var limit = 64 << 20
  /// For the whole call, with all of its tries.
  var deadline = Duration.seconds(300)
  /// Set where the answer is a part of an object that goes to somebody while it comes.
  var part: PartCall?
  /// What is wrong with an accepted answer; nil: nothing.
  var check: @Sendable (HTTPResponse) -> S3Error? = { _ in nil }

  init(_ method: HTTPMethod, _ key: String?, attempt: String) {
    self.method = method
    self.key = key
    self.attempt = attempt
  }
}
