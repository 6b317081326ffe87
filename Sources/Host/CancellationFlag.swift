internal import Synchronization

/// A bit that a blocking call looks at from its callback, set when the calling task is cancelled.
public final class CancellationFlag: Sendable {
  private let raised = Atomic<Bool>(false)

  public init() {}

  public var isRaised: Bool { raised.load(ordering: .acquiring) }

  public func raise() { raised.store(true, ordering: .releasing) }
}

/// Gives `body` a flag that is raised as soon as the surrounding task is cancelled.
public func withCancellationFlag<Value: Sendable>(
  _ body: (CancellationFlag) async throws -> Value
) async rethrows -> Value {
  let flag = CancellationFlag()
  return try await withTaskCancellationHandler {
    try await body(flag)
  } onCancel: {
    flag.raise()
  }
}
