public import Host

/// The world around one run of the program: the real one, or a test's.
public struct Surroundings: Sendable {
  public var environment: Environment
  public var input: any InputChannel
  public var output: any OutputChannel
  public var errors: any OutputChannel
  public var clock: MonotonicClock

  public init(
    environment: Environment, input: any InputChannel, output: any OutputChannel,
    errors: any OutputChannel, clock: MonotonicClock
  ) {
    self.environment = environment
    self.input = input
    self.output = output
    self.errors = errors
    self.clock = clock
  }

  /// The process's own streams, clock and environment.
  static func ofTheProcess() -> Surroundings {
    Surroundings(
      environment: .captured(), input: StandardInput(), output: StandardStream.output,
      errors: StandardStream.error, clock: .system)
  }
}
