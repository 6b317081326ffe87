import Foundation
import Host

/// A Python program from Tests/Support/peers that runs beside a test.
///
/// The program prints one line of JSON with at least `port` when it is ready, and ends when its
/// standard input ends, so that it does not outlive a test that crashed.
public final class Peer: Sendable {
  public struct StartError: Error, CustomStringConvertible {
    public let description: String
  }

  public let pid: Int32
  public let port: Int
  /// Everything the program said about itself.
  public let announcement: [String: String]
  private let input: Int32
  private let stopped = Locked(false)

  private init(pid: Int32, input: Int32, announcement: [String: String]) throws {
    guard let port = announcement["port"].flatMap({ Int($0) }) else {
      throw StartError(description: "the peer announced no port: \(announcement)")
    }
    self.pid = pid
    self.port = port
    self.input = input
    self.announcement = announcement
  }

  deinit { stop() }

  /// Kills the program and waits until it is gone. A second call does nothing.
  public func stop() {
    let first = stopped.withLock { stopped in
      defer { stopped = true }
      return !stopped
    }
    if first { Peer.end(pid, input) }
  }

  /// Starts `script` and waits for its first line, on a busy machine for minutes.
  public static func start(_ script: String, _ arguments: [String] = []) async throws -> Peer {
    try await starting.run { () throws(any Error) -> Peer in
      let child = try spawn(["\(packageRoot)/Tests/Support/peers/\(script)"] + arguments)
      do {
        let line = try firstLine(child.output, milliseconds: 300_000)
        close(child.output)
        return try Peer(pid: child.pid, input: child.input, announcement: parsed(line))
      } catch {
        end(child.pid, child.input)
        throw error
      }
    }
  }

  /// The folder with Package.swift.
  public static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The interpreter for peers: PLUMB_TEST_PYTHON, the package's own environment, or the system's.
  public static var python: String {
    if let chosen = ProcessInfo.processInfo.environment["PLUMB_TEST_PYTHON"] { return chosen }
    let own = "\(packageRoot)/.venv/bin/python3"
    return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
  }
}

extension Peer {
  /// Peers start one after the other. A hundred interpreters at once would all be late, and a second
  /// child must not inherit pipes that are not yet marked as ours alone.
  private static let starting = BlockingLane(label: "peers")

  private struct Child {
    let pid: Int32
    let input: Int32
    let output: Int32
  }

  private typealias CloseFrom =
    @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

  /// glibc 2.34 has it, but its header keeps it from Swift.
  private static let closeFrom: CloseFrom? =
    dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
      unsafeBitCast($0, to: CloseFrom.self)
    }

  private static func spawn(_ arguments: [String]) throws -> Child {
    var input: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    guard pipe(&input) == 0, pipe(&output) == 0 else {
      throw StartError(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    for descriptor in input + output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    defer {
      close(input[0])
      close(output[1])
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input[0], 0)
    posix_spawn_file_actions_adddup2(&actions, output[1], 1)
    do {
      let pid = try spawn([python, "-u"] + arguments, &actions)
      return Child(pid: pid, input: input[1], output: output[0])
    } catch {
      close(input[1])
      close(output[0])
      throw error
    }
  }

  /// Nothing but the three standard streams is inherited: a peer that held on to somebody else's
  /// pipe or socket would keep its other end from ever seeing the end.
  private static func spawn(
    _ words: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> Int32 {
    _ = closeFrom?(&actions, 3)
    var copies = words.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    var pid: pid_t = 0
    let answer = posix_spawnp(&pid, words[0], &actions, nil, &copies, environ)
    guard answer == 0 else {
      throw StartError(
        description: "cannot start \(words[0]): \(String(cString: strerror(answer)))")
    }
    return pid
  }

  /// Runs a command to its end, unheard, and returns its status.
  public static func run(_ words: [String]) async throws -> Int32 {
    try await BlockingLane(label: "command").run { () throws(any Error) -> Int32 in
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      for stream: Int32 in 0...2 {
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
      }
      let pid = try spawn(words, &actions)
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
      return status
    }
  }

  private static func firstLine(_ descriptor: Int32, milliseconds: Int32) throws -> [UInt8] {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&watched, 1, milliseconds) > 0, read(descriptor, &byte, 1) == 1 else {
        close(descriptor)
        throw StartError(description: "the peer did not say that it is ready")
      }
      if byte == UInt8(ascii: "\n") { return line }
      line.append(byte)
    }
  }

  private static func parsed(_ line: [UInt8]) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    return (object ?? [:]).mapValues { "\($0)" }
  }

  private static func end(_ pid: Int32, _ input: Int32) {
    kill(pid, SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    close(input)
  }
}
