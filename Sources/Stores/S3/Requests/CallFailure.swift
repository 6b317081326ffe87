internal import HTTP

/// What can be put right before the same call is sent again.
enum Mending: Hashable, Sendable {
  case region(String)
  case clock
  case credentials
}

/// Why one try of a call failed, and what may be done about it.
struct CallFailure: Error, Sendable {
  var error: S3Error
  var mayRepeat = false
  var mending: Mending?
  /// At least so long.
  var wait: Duration?
  /// What the server's clock says, in seconds since 1970.
  var serverTime: Int64?

  /// An answer that is wrong, though the server called it a success.
  init(_ error: S3Error) {
    self.error = error
    mayRepeat = error.code == .busy || error.code == .protocolViolation
  }

  init(_ error: HTTPError, _ attempt: String) {
    self.error = S3Error(error, attempt)
    // Every call that this module makes may be made twice: what a condition makes of the second one
    // is for the caller to see.
    mayRepeat = error.retry != .never
  }

  init(_ response: HTTPResponse, _ attempt: String) {
    error = S3Error(response, attempt)
    let document = XMLElement.read(response.body)
    let name = document?.child("Code")?.text ?? ""
    let advice = RetryClass.of(status: response.status, headers: response.headers)
    mayRepeat =
      advice.retry != .never || error.code == .busy || name == "RequestTimeout"
      || name == "ConditionalRequestConflict" || name == "OperationAborted"
    wait = advice.after.map { min($0.delay(atUnixSeconds: 0), .seconds(30)) }
    serverTime = response.headers["date"].flatMap { HTTPDate.seconds($0) }.map { Int64($0) }
    let isElsewhere =
      [301, 307, 400, 403].contains(response.status)
      && (name.isEmpty || error.code == .redirected || name == "AuthorizationHeaderMalformed")
    let region = response.headers["x-amz-bucket-region"] ?? document?.child("Region")?.text
    if isElsewhere, let region, !region.isEmpty {
      mending = .region(region)
    } else if name == "RequestTimeTooSkewed" {
      mending = .clock
    } else if error.code == .expired {
      mending = .credentials
    }
  }
}

extension S3Error {
  func after(_ tries: Int) -> S3Error {
    S3Error(code, attempt, "\(message), after \(tries) tries", hints: hints)
  }
}
