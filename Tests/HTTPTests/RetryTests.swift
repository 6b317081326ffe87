import Testing

@testable import HTTP

@Suite(.serialized) struct `Retry as data` {
  @Test(arguments: [
    (200, RetryClass.never), (400, .never), (401, .never), (404, .never), (409, .never),
    (408, .safe), (425, .safe), (429, .safe), (500, .ifIdempotent), (501, .never),
    (502, .ifIdempotent), (503, .ifIdempotent), (504, .ifIdempotent),
  ])
  func `every status has its class`(status: Int, retry: RetryClass) {
    #expect(RetryClass.of(status: status, headers: [:]) == RetryAdvice(retry: retry, after: nil))
  }

  @Test(arguments: [
    ("0", RetryAfter.seconds(0)), ("120", .seconds(120)),
    ("99999999999999999999999", .seconds(.max)),
    ("Sun, 06 Nov 1994 08:49:37 GMT", .date(unixSeconds: 784_111_777)),
    ("Sunday, 06-Nov-94 08:49:37 GMT", .date(unixSeconds: 784_111_777)),
    ("Sun Nov  6 08:49:37 1994", .date(unixSeconds: 784_111_777)),
    ("Thu, 29 Feb 2024 23:59:60 GMT", .date(unixSeconds: 1_709_251_200)),
    ("Thu, 01 Jan 1970 00:00:00 GMT", .date(unixSeconds: 0)),
  ])
  func `Retry-After is seconds or a date`(text: String, after: RetryAfter) {
    let advice = RetryClass.of(status: 503, headers: ["retry-after": text])
    #expect(advice == RetryAdvice(retry: .ifIdempotent, after: after))
  }

  @Test(arguments: [
    "", "-1", "1.5", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 32 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nox 1994 08:49:37 GMT", "1 2 3 4 5",
  ])
  func `a Retry-After that is neither is ignored`(text: String) {
    #expect(RetryClass.of(status: 503, headers: ["Retry-After": text]).after == nil)
  }

  @Test func `a date in the past means now`() {
    #expect(RetryAfter.date(unixSeconds: 100).delay(atUnixSeconds: 130) == .zero)
    #expect(RetryAfter.date(unixSeconds: 100).delay(atUnixSeconds: 70) == .seconds(30))
  }

  @Test func `a server's wish to wait is in the response`() async throws {
    let response = try await Bench().get("/busy")
    #expect(
      RetryClass.of(status: response.status, headers: response.headers)
        == RetryAdvice(retry: .ifIdempotent, after: .seconds(7)))
  }

  @Test(arguments: HTTPError.Code.allCases)
  func `what was never sent is never risky`(code: HTTPError.Code) {
    let sent = HTTPError(code: code, method: "GET", url: "", text: "", sent: true)
    let unsent = HTTPError(code: code, method: "GET", url: "", text: "", sent: false)
    #expect(sent.retry != .safe)
    #expect(unsent.retry != .ifIdempotent)
  }
}
