internal import Host

/// The memory of messages that were sent, for the next ones: fresh memory costs as much as writing it.
///
/// What somebody else still holds is not written over, for it is copied when it is written to.
final class FrameStock: Sendable {
  /// As many as there are calls at once, more or less.
  private static let limit = 8
  private let spare = Locked<[[UInt8]]>([])

  /// The oldest one, which is the least likely to be held still.
  func take() -> [UInt8] { spare.withLock { $0.isEmpty ? [] : $0.removeFirst() } }

  func give(_ frame: [UInt8]) {
    spare.withLock { spare in
      if spare.count < FrameStock.limit { spare.append(frame) }
    }
  }
}
