import Glibc
import TestSupport
import Testing

@testable import Host

@Suite(.timeLimit(.minutes(15)))
struct ChildProcessTests {
  private func shell(
    _ script: String, _ environment: [String: String] = [:], input: [UInt8]? = nil,
    folder: String? = nil, limits: ChildLimits = ChildLimits(deadline: .seconds(20))
  ) async throws -> ChildOutput {
    try await ChildProcess(
      "/bin/sh", ["-c", script], environment: environment, folder: folder, input: input,
      limits: limits
    ).run()
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `what it says and how it ends come back`() async throws {
    let output = try await shell("printf out; printf err >&2; exit 7")
    #expect(
      output == ChildOutput(ending: .exited(7), output: [111, 117, 116], errors: [101, 114, 114]))
  }

  @Test func `it sees the given variables and no other`() async throws {
    let output = try await ChildProcess(
      "/usr/bin/env", environment: ["B": "2 = two", "A": "1"],
      limits: ChildLimits(deadline: .seconds(20))
    ).run()
    #expect(text(output.output) == "A=1\nB=2 = two\n")
  }

  @Test func `arguments arrive byte by byte`() async throws {
    let words = ["a b", "", "'\"$HOME\\", "-n", "é", "e\u{301}", "*\n?"]
    let output = try await ChildProcess(
      "/usr/bin/printf", ["<%s>"] + words, environment: [:],
      limits: ChildLimits(deadline: .seconds(20))
    ).run()
    #expect(output.output == Array(words.map { "<\($0)>" }.joined().utf8))
  }

  @Test func `a program is found in the child's own PATH`() async throws {
    let limits = ChildLimits(deadline: .seconds(20))
    let found = try await ChildProcess(
      "true", environment: ["PATH": "/nonexistent:/usr/bin:/bin"], limits: limits
    ).run()
    #expect(found.ending == .exited(0))
    let missing = ChildProcess("true", environment: ["PATH": "/nonexistent"], limits: limits)
    await #expect(throws: ChildProcessError.programMissing("true", searched: "/nonexistent")) {
      try await missing.run()
    }
    #expect(
      "\(ChildProcessError.programMissing("true", searched: "/nonexistent"))"
        == "cannot start true: there is no such program in /nonexistent")
  }

  @Test(arguments: ["/", "/etc/passwd", "/nonexistent/program", ""])
  func `what is no program is refused`(path: String) async throws {
    await #expect(throws: ChildProcessError.self) {
      try await ChildProcess(path, environment: [:], limits: ChildLimits(deadline: .seconds(5)))
        .run()
    }
  }

  @Test func `it works in the given folder`() async throws {
    #expect(text(try await shell("pwd", folder: "/usr").output) == "/usr\n")
    await #expect(throws: ChildProcessError.folderMissing("/nonexistent")) {
      try await shell("pwd", folder: "/nonexistent")
    }
  }

  @Test func `a zero byte is refused rather than cut off`() async throws {
    await #expect(throws: ChildProcessError.zeroByte(in: "argument 2 of /bin/sh")) {
      try await shell("exit 0\u{0}")
    }
  }

  @Test func `input of any size is read, also by somebody who never reads it`() async throws {
    let input = [UInt8](repeating: 65, count: 3 << 20)
    let limits = ChildLimits(deadline: .seconds(20), outputBytes: 4 << 20)
    let all = try await shell(
      "cat; cat >&2 </dev/null", ["PATH": "/usr/bin:/bin"], input: input, limits: limits)
    #expect(all.output == input)
    #expect(try await shell("exit 3", input: input).ending == .exited(3))
    #expect(try await shell("wc -c", ["PATH": "/usr/bin:/bin"]).output == Array("0\n".utf8))
  }

  @Test func `both outputs are read at the same time`() async throws {
    let script =
      "i=0; while [ $i -lt 3000 ]; do printf %0100d 1; printf %0100d 2 >&2; i=$((i+1)); done"
    let output = try await shell(script)
    #expect(output.ending == .exited(0))
    #expect(output.output.count == 300_000)
    #expect(output.errors.count == 300_000)
  }

  @Test func `who says too much is stopped`() async throws {
    let limits = ChildLimits(deadline: .seconds(20), outputBytes: 1000, errorBytes: 10)
    let endless = try await shell("while :; do echo 0123456789; done", limits: limits)
    #expect(endless.ending == .saidTooMuch)
    #expect(endless.isTruncated)
    #expect(endless.output.count == 1000)
    let short = try await shell("printf 01234567890 >&2", limits: limits)
    #expect(
      short == ChildOutput(ending: .saidTooMuch, output: [], errors: Array("0123456789".utf8)))
    let exact = try await shell("printf 0123456789 >&2", limits: limits)
    #expect(exact.ending == .exited(0))
  }

  @Test func `a signal is told apart from a status`() async throws {
    #expect(try await shell("kill -9 $$").ending == .signalled(9))
    #expect(try await shell("exit 137").ending == .exited(137))
  }

  @Test func `signals ignored or blocked by us are not by the child`() async throws {
    signal(SIGPIPE, SIG_IGN)
    let output = try await shell("cat /proc/self/status", ["PATH": "/usr/bin:/bin"])
    func mask(_ name: String) throws -> UInt64 {
      let line = try #require(
        text(output.output).split(separator: "\n").first { $0.hasPrefix(name) })
      return try #require(UInt64(line.dropFirst(name.count + 2), radix: 16))
    }
    // 32 and 33 are the thread library's own, and nobody can set them.
    #expect(try mask("SigIgn") & ~0x1_8000_0000 == 0)
    #expect(try mask("SigBlk") == 0)
  }

  @Test func `no descriptor of ours is open in the child`() async throws {
    // On purpose without O_CLOEXEC, as a careless library would.
    let leak = open("/dev/null", O_RDONLY)
    defer { close(leak) }
    let output = try await shell("ls /proc/$$/fd", ["PATH": "/usr/bin:/bin"])
    #expect(text(output.output) == "0\n1\n2\n")
  }

  @Test func `the deadline ends it, also when it does not listen`() async throws {
    let limits = ChildLimits(deadline: .milliseconds(200), grace: .milliseconds(200))
    let clock = ContinuousClock()
    var output: ChildOutput?
    let polite = try await clock.measure {
      output = try await shell("exec sleep 60", ["PATH": "/bin"], limits: limits)
    }
    #expect(output?.ending == .timedOut)
    #expect(polite < .seconds(20))
    let deaf = try await clock.measure {
      output = try await shell(
        "trap '' TERM; echo on; while :; do sleep 1; done", ["PATH": "/bin"], limits: limits)
    }
    #expect(output == ChildOutput(ending: .timedOut, output: Array("on\n".utf8), errors: []))
    #expect(deaf > .milliseconds(380) && deaf < .seconds(20))
  }

  @Test func `nobody of its group outlives it`() async throws {
    let output = try await shell("sleep 61 & echo $!; echo $$", ["PATH": "/bin"])
    #expect(output.ending == .exited(0))
    let pids = text(output.output).split(separator: "\n").compactMap { pid_t($0) }
    #expect(pids.count == 2)
    for pid in pids { #expect(await isGone(pid)) }
  }

  @Test func `somebody who leaves the group cannot hold us`() async throws {
    let clock = ContinuousClock()
    var output: ChildOutput?
    let time = try await clock.measure {
      output = try await shell("setsid sleep 30 & echo done", ["PATH": "/usr/bin:/bin"])
    }
    #expect(output?.ending == .exited(0))
    #expect(time < .seconds(20))
  }

  @Test func `cancelling the task ends it`() async throws {
    let clock = ContinuousClock()
    let file = "/tmp/plumb-cancelled-\(getpid())"
    defer { unlink(file) }
    let script = "echo $$; : > \"$F\"; exec sleep 62"
    let task = Task { try await shell(script, ["PATH": "/bin", "F": file]) }
    for _ in 0..<500 where !Files.exists(file) { try await Task.sleep(for: .milliseconds(10)) }
    var output: ChildOutput?
    let time = try await clock.measure {
      task.cancel()
      output = try await task.value
    }
    #expect(output?.ending == .cancelled)
    #expect(time < .seconds(2))
    let pid = try #require(pid_t(text(output?.output ?? []).dropLast()))
    #expect(await isGone(pid))
  }

  @Test func `a cancelled task starts nothing`() async throws {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await ChildProcess(
        "/bin/sh", ["-c", "echo started"], environment: [:],
        limits: ChildLimits(deadline: .seconds(5))
      ).run()
    }
    task.cancel()
    #expect(try await task.value == ChildOutput(ending: .cancelled, output: [], errors: []))
  }

  @Test func `a file larger than allowed ends it`() async throws {
    let script = "sleep 2; exec head -c 100000 /dev/zero > \"$F\""
    let file = "/tmp/plumb-large-\(getpid())"
    defer { unlink(file) }
    let limits = ChildLimits(deadline: .seconds(20), fileBytes: 1000)
    let output = try await shell(script, ["PATH": "/usr/bin:/bin", "F": file], limits: limits)
    #expect(output.ending == .signalled(SIGXFSZ))
  }

  @Test func `two hundred children leave no descriptor and no zombie`() async throws {
    func descriptors() throws -> Int { try Files.list("/proc/self/fd").count }
    let before = try descriptors()
    try await withThrowingTaskGroup(of: pid_t.self) { group in
      for _ in 0..<10 {
        group.addTask {
          var last: pid_t = 0
          for _ in 0..<20 { last = pid_t(text(try await shell("echo $$").output).dropLast()) ?? 0 }
          return last
        }
      }
      // A zombie still answers to a signal.
      for try await pid in group { #expect(pid > 0 && kill(pid, 0) == -1) }
    }
    // Other suites open some at the same time; a leak would be of hundreds.
    #expect(try descriptors() < before + 150)
  }

  /// True once there is no such process, or only what its parent has not collected yet.
  private func isGone(_ pid: pid_t) async -> Bool {
    for _ in 0..<100 {
      guard let status = try? Files.read("/proc/\(pid)/stat", limit: 4096),
        let mark = text(status).lastIndex(of: ")")
      else { return true }
      if text(status)[mark...].hasPrefix(") Z") { return true }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return false
  }
}
