internal import CLinux
internal import Dispatch
internal import Glibc

/// A request from outside to stop.
public enum StopSignal: Int32, Hashable, Sendable, CaseIterable {
  case interrupt = 2
  case terminate = 15

  /// What a process that stops because of it exits with, as shells count.
  public var exitStatus: Int32 { 128 + rawValue }
}

/// SIGINT and SIGTERM as a sequence of calls instead of interruptions.
public enum Signals {
  /// Holds SIGINT and SIGTERM back until `serve` takes them, so that none is lost while the program
  /// sets itself up, and ignores SIGPIPE, so that a closed pipe is an error of `write`.
  ///
  /// Call it first in `main`, before there is a second thread: every later thread inherits the mask.
  /// A child process inherits it as well and must be started with an empty one.
  public static func hold() {
    signal(SIGPIPE, SIG_IGN)
    var held = heldSet()
    unsafe pthread_sigmask(SIG_BLOCK, &held, nil)
  }

  /// Calls `handler` for every signal, also for those that came since `hold`, until the process ends.
  ///
  /// It belongs on the main thread, which must not go to `dispatchMain` (as it does after an `await`
  /// at top level): that waits in sigsuspend(2) with nothing blocked, and the first signal kills.
  /// sigwait(3) takes a blocked signal without running a handler in the middle of something, so
  /// `handler` may do anything that a thread may do.
  public static func serve(_ handler: (StopSignal) -> Void) -> Never {
    var held = heldSet()
    while true {
      var number: Int32 = 0
      guard unsafe sigwait(&held, &number) == 0 else { continue }
      if let signal = StopSignal(rawValue: number) { handler(signal) }
    }
  }

  /// Ends the process at once, without unwinding anything.
  public static func quit(status: Int32) -> Never { _exit(status) }

  /// The signals that stop us. One that the parent made us ignore, as `nohup` and a shell's `&` do,
  /// stays ignored.
  private static func heldSet() -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for signal in StopSignal.allCases where !isIgnored(signal) {
      unsafe sigaddset(&set, signal.rawValue)
    }
    return set
  }

  private static func isIgnored(_ signal: StopSignal) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(signal.rawValue, nil, &action) == 0 else { return false }
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
