internal import CLinux
internal import Dispatch
internal import Glibc

extension ChildProcess {
  /// The path of a program: `name` itself if it is one, else the first match in `searchPath`.
  public static func find(_ name: String, in searchPath: String) -> String? {
    if name.utf8.contains(UInt8(ascii: "/")) { return isProgram(name) ? name : nil }
    guard !name.isEmpty else { return nil }
    return searchPath.split(separator: ":").lazy.map { "\($0)/\(name)" }.first(where: isProgram)
  }

  private static func isProgram(_ path: String) -> Bool {
    guard (try? Files.kind(path)) == .file else { return false }
    return unsafe access(path, X_OK) == 0
  }

  /// Starts the program. From here on somebody must supervise or at least drop what is returned.
  func spawned() throws(ChildProcessError) -> RunningChild {
    try refuseZeroBytes()
    let path = try located()
    do throws(SystemError) {
      let output = try Pipe.made(for: program)
      let errors = try Pipe.made(for: program)
      let input = try openedInput()
      let pid = try spawn(path, input.number, output.writing.number, errors.writing.number)
      return RunningChild(
        pid: pid, output: Drain(output.readingEnd(), limit: limits.outputBytes),
        errors: Drain(errors.readingEnd(), limit: limits.errorBytes))
    } catch {
      throw .system(error)
    }
  }

  // MARK: - Private

  private func refuseZeroBytes() throws(ChildProcessError) {
    if program.utf8.contains(0) { throw .zeroByte(in: "the program's name") }
    for (index, argument) in arguments.enumerated() where argument.utf8.contains(0) {
      throw .zeroByte(in: "argument \(index + 1) of \(program)")
    }
    for (name, value) in environment
    where name.utf8.contains(0) || name.utf8.contains(UInt8(ascii: "=")) || value.utf8.contains(0) {
      throw .zeroByte(in: "an environment variable of \(program)")
    }
  }

  /// The program's path, from the root if the child works elsewhere: it is looked up after the
  /// child has changed its folder.
  private func located() throws(ChildProcessError) -> String {
    let searched = environment["PATH"] ?? ""
    guard let path = Self.find(program, in: searched) else {
      throw .programMissing(program, searched: program.contains("/") ? "" : searched)
    }
    guard let folder else { return path }
    guard (try? Files.kind(folder)) == .folder else { throw .folderMissing(folder) }
    if path.hasPrefix("/") { return path }
    guard let absolute = unsafe realpath(path, nil) else { throw .system(.last("find", path)) }
    defer { unsafe free(absolute) }
    return unsafe String(cString: absolute)
  }

  /// The input as a file in memory: the child reads at its own pace, and nobody has to feed it.
  private func openedInput() throws(SystemError) -> Descriptor {
    guard let input else {
      return try Descriptor(taking: unsafe open("/dev/null", O_RDONLY | O_CLOEXEC), for: program)
    }
    let number = unsafe memfd_create("input", UInt32(linux_memfd_cloexec))
    guard number >= 0 else { throw .last("make the input of", program) }
    let file = try Descriptor(taking: number, for: program)
    try Files.write(input, to: file.number, named: "the input of \(program)")
    lseek(file.number, 0, SEEK_SET)
    return file
  }

  private func spawn(_ path: String, _ input: Int32, _ output: Int32, _ errors: Int32)
    throws(SystemError) -> pid_t
  {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    unsafe posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    if let folder { unsafe posix_spawn_file_actions_addchdir_np(&actions, folder) }
    var attributes = posix_spawnattr_t()
    prepare(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var pid: pid_t = 0
    let number = unsafe withCStrings([program] + arguments) { arguments in
      unsafe withCStrings(variables) { variables in
        unsafe posix_spawn(&pid, path, &actions, &attributes, arguments, variables)
      }
    }
    guard number == 0 else { throw SystemError("start", path, number: number) }
    limitFiles(of: pid)
    return pid
  }

  /// A group of its own, so that one signal reaches whatever it starts; and no signal blocked or
  /// ignored, because a child inherits both (an ignored SIGPIPE makes programs write for ever).
  private func prepare(_ attributes: inout posix_spawnattr_t) {
    unsafe posix_spawnattr_init(&attributes)
    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  private func limitFiles(of pid: pid_t) {
    guard let bytes = limits.fileBytes else { return }
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
    _ = unsafe prlimit(pid, Int32(RLIMIT_FSIZE.rawValue), &limit, nil)
  }
}

/// Lends texts as C wants them for a program: pointers to terminated bytes, and a null at the end.
private func withCStrings(
  _ texts: [String],
  _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
) -> Int32 {
  var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
  defer { unsafe pointers.forEach { unsafe free($0) } }
  return unsafe pointers.withUnsafeMutableBufferPointer {
    guard let start = $0.baseAddress else { return EINVAL }
    return unsafe body(start)
  }
}
