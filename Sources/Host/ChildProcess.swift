internal import Glibc

/// A program to run to its end, with everything it may see and take said beforehand.
///
/// The child gets its own process group, the given environment and nothing of ours: no variable, no
/// descriptor, no ignored or blocked signal. It is always reaped, and nobody of its group outlives
/// it: not after the deadline, not when the calling task is cancelled. Arguments are visible to
/// every user of the machine, so a secret goes into the environment or the input, never there.
public struct ChildProcess: Sendable {
  /// A path, or a bare name that is looked for in the `PATH` of `environment`.
  public var program: String
  /// Without the program's own name.
  public var arguments: [String]
  public var environment: [String: String]
  /// Where it works; nil means where we do.
  public var folder: String?
  /// What it reads; nil means nothing.
  public var input: [UInt8]?
  public var limits: ChildLimits

  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String],
    folder: String? = nil, input: [UInt8]? = nil, limits: ChildLimits
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.input = input
    self.limits = limits
  }

  /// Runs the program and returns when it is gone, however that came about.
  public func run() async throws(ChildProcessError) -> ChildOutput {
    let lane = BlockingLane(label: "child process")
    let result = await withCancellationFlag { flag in
      do throws(ChildProcessError) {
        return Result<ChildOutput, ChildProcessError>.success(
          try await lane.run { () throws(ChildProcessError) in try runBlocking(until: flag) })
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func runBlocking(until flag: CancellationFlag) throws(ChildProcessError) -> ChildOutput {
    if flag.isRaised { return ChildOutput(ending: .cancelled, output: [], errors: []) }
    let deadline = ContinuousClock.now + limits.deadline
    var child = try spawned()
    return child.supervised(until: deadline, grace: limits.grace, flag)
  }
}

/// How long a child may take and how much it may say.
public struct ChildLimits: Hashable, Sendable {
  /// From the start. Then its group is asked to end (SIGTERM).
  public var deadline: Duration
  /// From being asked to end. Then its group is killed (SIGKILL).
  public var grace: Duration
  /// Of the standard output. A child that says more is stopped.
  public var outputBytes: Int
  /// Of the standard error. A child that says more is stopped.
  public var errorBytes: Int
  /// The largest file it may write; nil means no limit. It is set just after the program was
  /// started, so a program that forks within its first microseconds can escape it.
  public var fileBytes: Int?

  public init(
    deadline: Duration, grace: Duration = .seconds(1), outputBytes: Int = 16 << 20,
    errorBytes: Int = 1 << 20, fileBytes: Int? = nil
  ) {
    self.deadline = deadline
    self.grace = grace
    self.outputBytes = outputBytes
    self.errorBytes = errorBytes
    self.fileBytes = fileBytes
  }
}

/// What a child left behind.
public struct ChildOutput: Hashable, Sendable {
  public enum Ending: Hashable, Sendable {
    case exited(Int32)
    /// By somebody else's signal, or its own.
    case signalled(Int32)
    /// We ended it because the deadline passed.
    case timedOut
    /// We ended it because the calling task was cancelled.
    case cancelled
    /// We ended it because it said more than allowed.
    case saidTooMuch
  }

  public let ending: Ending
  /// At most as many bytes as the limits allow: the first ones.
  public let output: [UInt8]
  public let errors: [UInt8]

  public init(ending: Ending, output: [UInt8], errors: [UInt8]) {
    self.ending = ending
    self.output = output
    self.errors = errors
  }

  public var isTruncated: Bool { ending == .saidTooMuch }
}

/// A program that could not be started.
public enum ChildProcessError: Error, Hashable, Sendable, CustomStringConvertible {
  case programMissing(String, searched: String)
  case folderMissing(String)
  /// A zero byte ends a text in C: the child would see another one than was meant.
  case zeroByte(in: String)
  case system(SystemError)

  public var description: String {
    switch self {
    case .programMissing(let name, let searched) where searched.isEmpty:
      "cannot start \(name): there is no such program"
    case .programMissing(let name, let searched):
      "cannot start \(name): there is no such program in \(searched)"
    case .folderMissing(let path): "cannot start a program in \(path): there is no such folder"
    case .zeroByte(let place): "cannot start a program: \(place) holds a zero byte"
    case .system(let error): error.description
    }
  }
}
