internal import Host

/// How far a long run is, on standard error: one line redrawn in place on a terminal, and a plain
/// line every few seconds elsewhere.
///
/// It draws when it is told of an advance and keeps no timer. Any thread may call it.
final class Progress: Sendable {
  private struct State: Sendable {
    var work: ProgressWork?
    var lastDrawn: Duration?
    /// A bar is on the screen and has to go before anything else is written.
    var isShowing = false
    var hasSpoken = false
  }

  private let channel: any OutputChannel
  private let clock: MonotonicClock
  private let redraws: Bool
  private let pause: Duration
  private let state = Locked(State())

  /// `pause` is the time between two plain lines. A terminal is redrawn at most ten times a second.
  init(
    _ channel: any OutputChannel, clock: MonotonicClock, redraws: Bool,
    pause: Duration = .seconds(5)
  ) {
    self.channel = channel
    self.clock = clock
    self.redraws = redraws
    self.pause = redraws ? .milliseconds(100) : pause
  }

  /// Begins a new piece of work; `total` is nil when nobody knows how much there is.
  func start(_ label: String, total: Int?) {
    state.withLock { state in
      clear(&state)
      let now = clock.now()
      state.work = ProgressWork(label: label, total: total, start: now)
      state.hasSpoken = false
      state.lastDrawn = redraws ? nil : now
      draw(&state, at: now)
    }
  }

  func advance(_ count: Int = 1) {
    state.withLock { state in
      state.work?.done += count
      draw(&state, at: clock.now())
    }
  }

  /// Ends the work. The bar disappears; a reader of plain lines who saw the work begin sees its end.
  func finish() {
    state.withLock { state in
      clear(&state)
      if let work = state.work, state.hasSpoken { put(work.ending(at: clock.now()) + "\n") }
      state.work = nil
    }
  }

  /// Writes a line that stays, above the bar.
  func note(_ text: String, end: String = "\n") {
    state.withLock { state in
      clear(&state)
      put(text + end)
      state.lastDrawn = redraws ? nil : state.lastDrawn
      draw(&state, at: clock.now())
    }
  }

  // MARK: - Private, under the lock

  private func draw(_ state: inout State, at now: Duration) {
    if let last = state.lastDrawn, now - last < pause { return }
    guard var work = state.work else { return }
    state.lastDrawn = now
    work.mark(at: now)
    state.work = work
    if redraws {
      // One column stays free: a full line would wrap.
      put("\r\u{1B}[K" + work.bar(columns: (channel.terminal?.columns ?? 80) - 1))
      state.isShowing = true
    } else {
      put(work.line() + "\n")
      state.hasSpoken = true
    }
  }

  private func clear(_ state: inout State) {
    guard state.isShowing else { return }
    put("\r\u{1B}[K")
    state.isShowing = false
  }

  private func put(_ text: String) {
    try? channel.write(text)
  }
}
