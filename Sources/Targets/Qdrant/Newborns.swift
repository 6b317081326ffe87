internal import Host

/// Collections that this conversation created a moment ago. In a cluster another node may hear of them
/// later, and says until then that they are not there.
final class Newborns: Sendable {
  private let born = Locked<[[UInt8]: ContinuousClock.Instant]>([:])

  func note(_ collection: String) {
    born.withLock { $0[Array(collection.utf8)] = .now }
  }

  func forget(_ collection: String) {
    born.withLock { $0[Array(collection.utf8)] = nil }
  }

  func isThere(_ collection: String, within time: Duration) -> Bool {
    born.withLock { born in
      guard let instant = born[Array(collection.utf8)] else { return false }
      return ContinuousClock.now - instant < time
    }
  }
}
