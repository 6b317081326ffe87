internal import Host
internal import Model

/// Tells how many bytes have come or gone, in megabytes, and nothing where none did.
final class TransferMeter: Sendable {
  private struct State: Sendable {
    var bytes: UInt64 = 0
    /// In megabytes; nil until the first bytes.
    var told: Int?
  }

  private let phase: String
  private let total: UInt64
  private let progress: any ProgressSink
  private let state = Locked(State())

  /// `phase` is told with "MB of" and what it is of.
  init(_ phase: String, of name: String, total: UInt64, _ progress: any ProgressSink) {
    self.phase = "\(phase) MB of \(name)"
    self.total = total
    self.progress = progress
  }

  /// So many bytes more.
  func advance(by bytes: Int) {
    state.withLock { tell($0.bytes + UInt64(bytes), &$0) }
  }

  /// So many bytes in all.
  func reach(_ bytes: UInt64) {
    state.withLock { tell(bytes, &$0) }
  }

  func end() {
    if state.withLock({ $0.told }) != nil { progress.end() }
  }

  private func tell(_ bytes: UInt64, _ state: inout State) {
    if state.told == nil { progress.begin(phase, total: TransferMeter.megabytes(total)) }
    // What was sent twice is not counted twice.
    state.bytes = min(bytes, total)
    let now = Int(state.bytes / 1_000_000)
    let reached = state.bytes == total ? TransferMeter.megabytes(total) : now
    progress.advance(by: reached - (state.told ?? 0))
    state.told = reached
  }

  /// The last one counts however much of it there is.
  private static func megabytes(_ bytes: UInt64) -> Int { Int((bytes + 999_999) / 1_000_000) }
}
