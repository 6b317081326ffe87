/// Looks at a counter of bytes and says when too few were added in a window of time.
struct StallWatch {
  let limit: StallLimit
  private var windowEnd: ContinuousClock.Instant?
  private var movedBefore = 0

  init(_ limit: StallLimit) {
    self.limit = limit
  }

  /// The first call opens the first window.
  mutating func isStalled(moved: Int, at now: ContinuousClock.Instant) -> Bool {
    guard let end = windowEnd else {
      open(moved: moved, at: now)
      return false
    }
    // Enough bytes open the next window early: silence is then measured from the last of them.
    if moved - movedBefore >= limit.bytes {
      open(moved: moved, at: now)
      return false
    }
    return now >= end
  }

  /// How long nothing can happen that `isStalled` would have to see, at most a second.
  func patience(at now: ContinuousClock.Instant) -> Int {
    guard let windowEnd else { return 20 }
    return min(1000, max(1, (windowEnd - now).milliseconds))
  }

  private mutating func open(moved: Int, at now: ContinuousClock.Instant) {
    windowEnd = now + limit.window
    movedBefore = moved
  }
}

extension StallLimit {
  var text: String {
    let amount = bytes == 1 ? "no byte" : "fewer than \(bytes) bytes"
    return "\(amount) moved in \(window.milliseconds) ms"
  }
}

extension Duration {
  /// Rounded up, so that a short time never becomes none, which libcurl takes for no limit.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    guard seconds < 2_000_000 else { return 2_000_000_000 }
    return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
