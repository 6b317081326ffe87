internal import Host

/// Everything on standard error: errors, hints, summaries, and the progress of long runs.
///
/// All of it goes through the progress line, so that a message never lands in the middle of a bar.
/// Standard error that cannot be written is not an error: there is nobody left to tell.
struct Messages: Sendable {
  let palette: Palette
  let progress: Progress

  init(
    _ channel: any OutputChannel, palette: Palette, clock: MonotonicClock,
    dumbTerminal: Bool = false
  ) {
    self.palette = palette
    progress = Progress(channel, clock: clock, redraws: channel.terminal != nil && !dumbTerminal)
  }

  func note(_ text: String) {
    progress.note(text)
  }

  /// A question stays on its line, and the answer comes behind it.
  func ask(_ question: String) {
    progress.note(question, end: "")
  }

  func error(_ message: String, hints: [String] = []) {
    note(palette.paint("error:", .boldRed) + " " + message.printable + hinted(hints))
  }

  func warning(_ message: String, hints: [String] = []) {
    note(palette.paint("warning:", .boldYellow) + " " + message.printable + hinted(hints))
  }

  private func hinted(_ hints: [String]) -> String {
    hints.map { "\n  " + palette.paint("hint:", .cyan) + " " + $0.printable }.joined()
  }
}
