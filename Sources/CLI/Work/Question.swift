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
