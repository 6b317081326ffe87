internal import Host

extension InputChannel {
  /// Asks a person one question. The end of the input is no answer.
  func answer(to question: String, on messages: Messages) async throws -> String? {
    messages.ask(question)
    let lane = BlockingLane(label: "plumb.question")
    let input = self
    do {
      return try await withCancellationFlag { flag in
        try await lane.run { () throws(Files.ReadError) -> String? in
          try input.readLine(flag: flag)
        }
      }
    } catch {
      if Task.isCancelled { throw CancellationError() }
      throw error
    }
  }
}

extension CommandContext {
  /// Goes on only where `yes` was said on the command line, or now by a person at a terminal.
  func approve(_ question: String) async throws {
    if values.isOn(.yes) { return }
    guard input.isTerminal else {
      throw CommandError(
        "not_approved", "there is nobody to ask; nothing was written",
        hints: ["without a terminal, say --yes"], exit: .usage)
    }
    let answer = try await input.answer(
      to: "\n\(question) Only 'yes' is accepted: ", on: messages)
    guard answer == "yes" else {
      throw CommandError("declined", "not approved; nothing was written", exit: .blocked)
    }
  }
}
