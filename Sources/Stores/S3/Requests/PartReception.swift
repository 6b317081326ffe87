internal import HTTP
internal import Host

/// Where the bytes of a part of an object go while they come. Its calls may block.
public protocol PartSink: Sendable {
  /// The bytes come from the first one on: at the start, and again after a try that broke off.
  func begin()

  /// False where nothing more can be taken: then the request ends with an error.
  func take(_ bytes: borrowing Span<UInt8>) -> Bool
}

/// The part of an object that a call is about, and who gets it.
struct PartCall: Sendable {
  var check: RangeCheck
  var sink: any PartSink
}

/// One answer to a call for a part. Bytes that were asked for go on to the sink; those of a refusal,
/// which explain it, are kept.
final class PartReception: Sendable {
  private struct State: Sendable {
    var isWanted = false
    var fault: S3Error?
    var count = 0
    var explanation: [UInt8] = []
  }

  private static let explanationLimit = 64 << 10

  private let call: S3Call
  private let part: PartCall
  private let state = Locked(State())

  init(_ call: S3Call, _ part: PartCall) {
    self.call = call
    self.part = part
  }

  /// How many bytes came.
  var count: Int { state.withLock { $0.count } }

  /// What is wrong with the answer, however well its bytes came.
  var fault: S3Error? { state.withLock { $0.fault } }

  func carryOut(
    _ request: HTTPRequest, by client: HTTPClient
  ) async throws(HTTPError) -> HTTPResponse {
    let response = try await client.stream(
      request, onHead: { self.accept($0) }, onBody: { self.take($0) })
    let state = state.withLock { $0 }
    if state.isWanted, let fault = part.check.fault(response.head, count: state.count) {
      note(fault)
    }
    return HTTPResponse(head: response.head, body: state.explanation)
  }

  private func accept(_ head: HTTPHead) -> Reception {
    guard call.accepted.contains(head.status) else { return .proceed }
    if let fault = part.check.fault(head) {
      note(fault)
      return .refuse(fault.message)
    }
    state.withLock { $0.isWanted = true }
    part.sink.begin()
    return .proceed
  }

  private func take(_ bytes: borrowing Span<UInt8>) -> Reception {
    let isWanted = state.withLock { state in
      state.count += bytes.count
      let room = PartReception.explanationLimit - state.explanation.count
      if !state.isWanted, bytes.count <= room { state.explanation.append(bytes) }
      return state.isWanted
    }
    guard isWanted else { return .proceed }
    // More than was asked for is a fault of its own, told when all has come.
    guard count <= part.check.length else { return .proceed }
    guard part.sink.take(bytes) else {
      note(S3Error(.refused, call.attempt, "its bytes could not be kept on this machine"))
      return .refuse("the bytes could not be kept")
    }
    return .proceed
  }

  private func note(_ fault: S3Error) {
    state.withLock { $0.fault = $0.fault ?? fault }
  }
}
