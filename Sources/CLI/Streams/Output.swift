internal import Host
internal import Synchronization

/// The result of a command on standard output, and nothing else.
struct Output: Sendable {
  /// Writing the result failed: the disk is full, or the reader went away.
  struct Failure: Error, Hashable, Sendable {
    let cause: SystemError
  }

  let palette: Palette
  /// How wide text is set: the terminal's width up to what reads well, 80 where there is none, so
  /// that files and pipes get the same bytes everywhere.
  let columns: Int
  private let channel: any OutputChannel
  private let started = Started()

  init(_ channel: any OutputChannel, palette: Palette) {
    self.channel = channel
    self.palette = palette
    columns = min(max(channel.terminal?.columns ?? 80, 40), 100)
  }

  var isTerminal: Bool { channel.terminal != nil }

  /// Has anything been written yet?
  var hasBegun: Bool { started.flag.load(ordering: .relaxed) }

  /// Writes `text` and a line break.
  func print(_ text: String) throws(Failure) {
    try write(text + "\n")
  }

  func write(_ text: String) throws(Failure) {
    started.flag.store(true, ordering: .relaxed)
    do throws(SystemError) {
      try channel.write(text)
    } catch {
      throw Failure(cause: error)
    }
  }

  private final class Started: Sendable {
    let flag = Atomic<Bool>(false)
  }
}
