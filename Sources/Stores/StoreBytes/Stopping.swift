public import Host

extension BlockingLane {
  /// Runs a long reading that is over when the calling task is cancelled: a file that was opened until
  /// the flag is raised is not read any further then.
  public func runStoppable<Value: Sendable>(
    _ body: @escaping @Sendable (CancellationFlag) throws(FormatError) -> Value
  ) async throws -> Value {
    try await withCancellationFlag { flag in
      do {
        return try await run { () throws(FormatError) in try body(flag) }
      } catch {
        try Task.checkCancellation()
        throw error
      }
    }
  }
}
