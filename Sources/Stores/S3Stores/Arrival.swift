internal import Host
internal import S3

/// The bytes of one request on their way into a cached file: written in pieces, and each piece noted
/// when it was written, so that little is lost when the request, or the process, ends early.
final class Arrival: PartSink {
  private struct State: Sendable {
    /// What was not written yet.
    var buffer: [UInt8] = []
    /// Where it goes.
    var start: UInt64
    var failure: (any Error)?
  }

  /// Small enough to stay in the processor's cache between its arrival and its hash.
  static let piece = 512 << 10

  private let range: Range<UInt64>
  private let file: SharedFile
  private let log: PartLog
  private let state: Locked<State>
  private let arrived: @Sendable (Range<UInt64>) -> Void

  init(
    _ range: Range<UInt64>, into file: SharedFile, _ log: PartLog,
    arrived: @escaping @Sendable (Range<UInt64>) -> Void
  ) {
    self.range = range
    self.file = file
    self.log = log
    self.arrived = arrived
    state = Locked(State(start: range.lowerBound))
  }

  /// Why bytes could not be kept.
  var failure: (any Error)? { state.withLock { $0.failure } }

  func begin() {
    state.withLock { state in
      state.buffer.removeAll(keepingCapacity: true)
      state.buffer.reserveCapacity(Arrival.piece + (16 << 10))
      state.start = range.lowerBound
    }
  }

  func take(_ bytes: borrowing Span<UInt8>) -> Bool {
    state.withLock { state in
      state.buffer.append(bytes)
      let isLast = state.start + UInt64(state.buffer.count) == range.upperBound
      guard state.buffer.count >= Arrival.piece || isLast else { return true }
      do { try keep(&state) } catch { state.failure = error }
      return state.failure == nil
    }
  }

  private func keep(_ state: inout State) throws {
    let piece = state.start..<state.start + UInt64(state.buffer.count)
    try file.write(state.buffer, at: piece.lowerBound)
    try log.append(piece, state.buffer)
    arrived(piece)
    state.buffer.removeAll(keepingCapacity: true)
    state.start = piece.upperBound
  }
}
