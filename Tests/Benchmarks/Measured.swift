import Glibc

/// What one run of a program cost, as the system counted it.
struct Measured {
  var seconds: Double
  var processor: Double
  var peakBytes: Int
  var exit: Int32

  /// Runs a program to its end. Its output goes to a file, for a look afterwards.
  static func run(_ words: [String], log: String) -> Measured {
    let started = now()
    let process = start(words, log: log)
    var usage = rusage()
    var status: Int32 = 0
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { fail("cannot wait for \(words[0])") }
    }
    let processor = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    return Measured(
      seconds: now() - started, processor: processor, peakBytes: usage.ru_maxrss * 1024,
      exit: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F))
  }

  private static func start(_ words: [String], log: String) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, nil, arguments, environ)
    guard code == 0 else { fail("cannot run \(words[0]): \(String(cString: strerror(code)))") }
    return process
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
