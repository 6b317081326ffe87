import Glibc
import Host

/// A second process with a connection of its own: Python's, because it is no code of ours.
final class Peer {
  let pid: pid_t
  private let output: Int32

  /// Starts `script`, which finds the path of the database in `path` and an open connection in `c`.
  init(_ database: String, _ script: String) throws {
    let prelude = """
      import os, signal, sqlite3, sys, time
      path = sys.argv[1]
      c = sqlite3.connect(path, isolation_level=None)

      """
    var pipes: [Int32] = [0, 0]
    guard pipe(&pipes) == 0 else { throw SystemError("make", "a pipe", number: errno) }
    for pipe in pipes { _ = fcntl(pipe, F_SETFD, FD_CLOEXEC) }
    output = pipes[0]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, pipes[1], 1)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      close(pipes[1])
    }
    let python = Peer.python
    let words: [String] = [python, "-c", prelude + script, database]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    let answer = posix_spawnp(&pid, python, &actions, nil, arguments, environ)
    guard answer == 0 else { throw SystemError("start", python, number: answer) }
    self.pid = pid
  }

  static var python: String {
    if let named = getenv("PLUMB_TEST_PYTHON") { return String(cString: named) }
    return Files.exists(".venv/bin/python3") ? ".venv/bin/python3" : "python3"
  }

  /// Waits until the script has printed something.
  func waitForWord() {
    var byte: UInt8 = 0
    while read(output, &byte, 1) < 0 && errno == EINTR {}
  }

  /// Ends the process and waits for it.
  func end() {
    kill(pid, SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    close(output)
  }

  /// Runs `script` in a process that is then killed without a chance to tidy up.
  static func dies(_ database: String, after script: String, begin: Bool) throws {
    let lines = (begin ? "c.execute('BEGIN IMMEDIATE')\n" : "") + script
    let peer = try Peer(
      database, lines + "\nprint('.', flush=True)\ntime.sleep(60)\n")
    peer.waitForWord()
    peer.end()
  }
}

/// A file system of its own for a while, ended with the test.
final class Mount {
  private let folder: String
  private var isMounted = true

  /// A small one in memory.
  init(megabytes: Int, at folder: String) throws {
    self.folder = folder
    guard mount("tmpfs", folder, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
      throw SystemError("mount", folder, number: errno)
    }
  }

  /// The folder itself, but not to be written.
  init(readOnly folder: String) throws {
    self.folder = folder
    guard mount(folder, folder, nil, UInt(MS_BIND), nil) == 0 else {
      throw SystemError("mount", folder, number: errno)
    }
    let flags = UInt(MS_BIND | MS_REMOUNT | MS_RDONLY)
    guard mount(nil, folder, nil, flags, nil) == 0 else {
      umount(folder)
      throw SystemError("mount", folder, number: errno)
    }
  }

  deinit { end() }

  func end() {
    if isMounted { umount2(folder, Int32(MNT_DETACH)) }
    isMounted = false
  }

  /// Whether this process may mount at all.
  static let works: Bool = {
    let desk = Desk()
    guard let mount = try? Mount(megabytes: 1, at: desk.folder) else { return false }
    mount.end()
    return true
  }()
}
