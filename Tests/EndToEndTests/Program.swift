import Glibc
import Host
import TestSupport

/// One run of the built program in the folder of a scene.
struct Program: Sendable {
  let pid: Int32
  private let output: String
  private let errors: String

  struct End: Sendable {
    /// As a shell tells it: 128 and the signal's number where a signal ended it.
    let status: Int32
    let output: String
    let errors: String

    var wasKilled: Bool { status == 128 + SIGKILL }
  }

  /// Starts it. `env` goes into the folder and becomes the program, so that the process id is its own.
  static func start(_ arguments: [String], in scene: Scene, name: String = "run") throws -> Program
  {
    let (output, errors) = ("\(scene.cache)-\(name).out", "\(scene.cache)-\(name).err")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (stream, path) in [(1, output), (2, errors)] as [(Int32, String)] {
      posix_spawn_file_actions_addopen(&actions, stream, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    let words =
      ["env", "--default-signal=INT,TERM", "-C", scene.folder, "-u", "PLUMB_CONNECTIONS"]
      + ["PLUMB_CACHE=\(scene.cache)", "NO_COLOR=1", "\(Shell.products)/plumb"] + arguments
    var copies = words.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    var pid: pid_t = 0
    let answer = posix_spawnp(&pid, "env", &actions, nil, &copies, environ)
    guard answer == 0 else { throw SystemError("start", "plumb", number: answer) }
    return Program(pid: pid, output: output, errors: errors)
  }

  /// Runs it to its end.
  @discardableResult
  static func run(_ arguments: String..., in scene: Scene) throws -> End {
    try start(arguments, in: scene).end()
  }

  /// Once it is reaped the number may be another process's, so this is only for before `end`.
  func signal(_ number: Int32) {
    kill(pid, number)
  }

  /// Whether it is over; it still has to be waited for.
  var hasEnded: Bool {
    var facts = siginfo_t()
    let answer = waitid(P_PID, id_t(pid), &facts, WEXITED | WNOHANG | WNOWAIT)
    return answer != 0 || facts.si_signo != 0
  }

  /// Waits until it is gone, and kills it when that takes longer than any run here.
  func end() -> End {
    var status: Int32 = 0
    var waited = 0
    while true {
      let answer = waitpid(pid, &status, WNOHANG)
      if answer == pid || (answer < 0 && errno != EINTR) { break }
      usleep(500)
      waited += 1
      if waited == 600_000 { signal(SIGKILL) }
    }
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return End(status: code, output: Program.text(output), errors: Program.text(errors))
  }

  private static func text(_ path: String) -> String {
    String(decoding: (try? Files.read(path, limit: 1 << 24)) ?? [], as: UTF8.self)
  }
}
