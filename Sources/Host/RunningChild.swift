internal import CLinux
internal import Dispatch
internal import Glibc

/// A child between its start and its end. Whoever drops it ends it: it is reaped exactly once.
struct RunningChild: ~Copyable {
  private let pid: pid_t
  private var output: Drain
  private var errors: Drain

  init(pid: pid_t, output: consuming Drain, errors: consuming Drain) {
    self.pid = pid
    self.output = output
    self.errors = errors
  }

  /// Until it is reaped here the number stays its own, so the group can be signalled safely.
  deinit {
    kill(-pid, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 && errno == EINTR {}
  }

  /// Reads what it says until it is gone, and sees to it that it goes.
  mutating func supervised(
    until deadline: ContinuousClock.Instant, grace: Duration, _ flag: CancellationFlag
  ) -> ChildOutput {
    var stop: ChildOutput.Ending?
    var killAt: ContinuousClock.Instant?
    var own = ending
    while own == nil {
      listen(for: pause)
      let now = ContinuousClock.now
      if stop == nil, let reason = reasonToStop(now, deadline, flag) {
        stop = reason
        killAt = now + grace
        kill(-pid, SIGTERM)
      }
      if let moment = killAt, now >= moment { kill(-pid, SIGKILL) }
      own = ending
    }
    // Helpers that outlive the program would hold its pipes, and work on for nobody.
    kill(-pid, SIGKILL)
    listenToTheEnd()
    if stop == nil && (output.isOver || errors.isOver) { stop = .saidTooMuch }
    return ChildOutput(
      ending: stop ?? own ?? .signalled(SIGKILL), output: output.bytes, errors: errors.bytes)
  }

  // MARK: - Private

  /// In milliseconds. A child that has closed its pipes ends within a moment, as a rule.
  private var pause: Int32 { output.isOpen || errors.isOpen ? 20 : 2 }

  private func reasonToStop(
    _ now: ContinuousClock.Instant, _ deadline: ContinuousClock.Instant, _ flag: CancellationFlag
  ) -> ChildOutput.Ending? {
    if flag.isRaised { return .cancelled }
    if output.isOver || errors.isOver { return .saidTooMuch }
    return now >= deadline ? .timedOut : nil
  }

  /// Waits until either pipe has something, at most so many milliseconds. True if one had.
  @discardableResult
  private mutating func listen(for milliseconds: Int32) -> Bool {
    var waits = [output.wait, errors.wait]
    guard unsafe poll(&waits, 2, milliseconds) > 0 else { return false }
    if waits[0].revents != 0 { output.read() }
    if waits[1].revents != 0 { errors.read() }
    return true
  }

  /// What is still in the pipes when nobody of the group is left. Somebody who has moved to another
  /// group could keep one open for ever: it is given up when it is quiet, and after a second anyway.
  private mutating func listenToTheEnd() {
    let end = ContinuousClock.now + .seconds(1)
    while (output.isOpen || errors.isOpen) && !(output.isOver || errors.isOver) {
      guard listen(for: 100), ContinuousClock.now < end else { return }
    }
  }

  /// How it ended, or nil while it runs. Looks without reaping.
  private var ending: ChildOutput.Ending? {
    var exited: Int32 = 0
    var status: Int32 = 0
    guard unsafe linux_ended(pid, &exited, &status) == 1 else { return nil }
    return exited != 0 ? .exited(status) : .signalled(status)
  }
}

/// One pipe being read into memory, up to a limit.
struct Drain: ~Copyable {
  private let descriptor: Descriptor
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var isOpen = true
  /// More came than allowed. The rest is read and thrown away.
  private(set) var isOver = false

  init(_ descriptor: consuming Descriptor, limit: Int) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// What to wait for; nothing once the pipe is closed (a negative number is skipped).
  var wait: pollfd {
    pollfd(fd: isOpen ? descriptor.number : -1, events: Int16(POLLIN), revents: 0)
  }

  /// Reads once. Only after a wait has said that this does not block.
  mutating func read() {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor.number, $0.baseAddress, $0.count)
    }
    if count < 0 && errno == EINTR { return }
    guard count > 0 else {
      isOpen = false
      return
    }
    let room = limit - bytes.count
    bytes.append(contentsOf: buffer[..<min(count, room)])
    if count > room { isOver = true }
  }
}
