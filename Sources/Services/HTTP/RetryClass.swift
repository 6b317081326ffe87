/// Whether the same request may be sent again. Whether it is, and how often, the caller decides.
public enum RetryClass: Hashable, Sendable, CaseIterable {
  /// The server did not act on the request.
  case safe
  /// The server may have acted: only where acting twice does no harm.
  case ifIdempotent
  /// The answer would be the same.
  case never

  /// What a status and its headers say about another try.
  public static func of(status: Int, headers: HTTPHeaders) -> RetryAdvice {
    let after = headers["retry-after"].flatMap(RetryAfter.init)
    switch status {
    // 408: the request did not arrive in time; 425: too early; 429: turned away at the door.
    case 408, 425, 429: return RetryAdvice(retry: .safe, after: after)
    case 500, 502, 503, 504: return RetryAdvice(retry: .ifIdempotent, after: after)
    default: return RetryAdvice(retry: .never, after: nil)
    }
  }
}

public struct RetryAdvice: Hashable, Sendable {
  public let retry: RetryClass
  public let after: RetryAfter?

  public init(retry: RetryClass, after: RetryAfter?) {
    self.retry = retry
    self.after = after
  }
}

/// When a server asks to be asked again.
public enum RetryAfter: Hashable, Sendable {
  case seconds(Int)
  /// Seconds since 1970-01-01 00:00 UTC.
  case date(unixSeconds: Int)

  init?(_ text: String) {
    if !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      // A number too long for an Int is still a wish to wait, for as long as can be said.
      self = .seconds(Int(text) ?? .max)
    } else if let seconds = HTTPDate.seconds(text) {
      self = .date(unixSeconds: seconds)
    } else {
      return nil
    }
  }

  /// How long to wait from now; never less than nothing.
  public func delay(atUnixSeconds now: Int) -> Duration {
    switch self {
    case .seconds(let seconds): .seconds(seconds)
    case .date(let seconds): .seconds(max(0, seconds - now))
    }
  }
}
