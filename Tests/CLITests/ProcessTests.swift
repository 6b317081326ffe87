import TestSupport
import Testing

/// The finished program as a process, run by bash.
@Suite(.timeLimit(.minutes(15))) struct `The process ends as it should` {
  @Test func `a closed pipe ends it quietly with 141`() {
    let shell = Shell.run(
      "exec 2>&1; { plumb help; echo \"exit ${PIPESTATUS[0]}\" >&2; } | true; "
        + "{ sleep 0.2; plumb help; echo \"exit $?\" >&2; } | true")
    #expect(shell.output.hasSuffix("exit 141\n"))
    #expect(!shell.output.contains("error"))
  }

  @Test func `a full disk is an error`() {
    let shell = Shell.run("plumb schema --no-color 2>&1 >/dev/full; echo \"exit $?\"")
    #expect(
      shell.output == """
        error: cannot write standard output: no space left on device
          hint: free some space, or write somewhere else
        exit 1

        """)
  }

  @Test func `a closed standard output is an error, never a file`() {
    let shell = Shell.run("plumb version 2>&1 >&-; echo \"exit $?\"")
    #expect(shell.output == "error: cannot write standard output: bad file descriptor\nexit 1\n")
  }

  @Test func `a closed standard error changes nothing`() {
    #expect(Shell.run("plumb bogus 2>&-; echo \"exit $?\"").output == "exit 64\n")
  }

  @Test(arguments: [("INT", 130), ("TERM", 143)])
  func `a signal stops a command that waits for input`(signal: String, status: Int) {
    // A job of a script ignores SIGINT; env gives it back what a terminal's job has.
    let shell = Shell.run(
      """
      mkfifo /tmp/plumb-wait.$$; exec 3<>/tmp/plumb-wait.$$; rm /tmp/plumb-wait.$$
      env --default-signal=INT plumb validate - <&3 2>&1 & pid=$!
      sleep 0.3; kill -\(signal) $pid; wait $pid; echo "exit $?"
      """)
    #expect(
      shell.output == """
        stopping; once more to quit at once
        error: stopped before the end
        exit \(status)

        """)
  }

  @Test func `a signal before the program is ready is not lost`() {
    // Stopped at once by the shell, so that the signal is there before main has begun.
    let shell = Shell.run(
      """
      mkfifo /tmp/plumb-early.$$; exec 3<>/tmp/plumb-early.$$; rm /tmp/plumb-early.$$
      for i in 1 2 3 4 5 6 7 8 9 10; do
        env --default-signal=TERM plumb validate - <&3 2>/dev/null & pid=$!
        sleep 0.00$i; kill -TERM $pid; wait $pid; echo "$?"
      done
      """)
    #expect(shell.output == String(repeating: "143\n", count: 10))
  }

  @Test func `an ignored interrupt stays ignored`() {
    let shell = Shell.run(
      """
      mkfifo /tmp/plumb-nohup.$$; exec 3<>/tmp/plumb-nohup.$$; rm /tmp/plumb-nohup.$$
      env --ignore-signal=INT plumb validate - <&3 2>/dev/null & pid=$!
      sleep 0.3; kill -INT $pid; sleep 0.3; kill -TERM $pid; wait $pid; echo "exit $?"
      """)
    #expect(shell.output == "exit 143\n")
  }

  @Test(.enabled(if: Shell.has("setpriv"), "setpriv is not installed"))
  func `a folder that may not be read is told`() async {
    await withTemporaryFolder { folder in
      let shell = Shell.run(
        """
        cd \(folder); chmod 755 .; mkdir locked; chmod 000 locked
        cp "$(command -v plumb)" . 2>/dev/null
        user() { if [ "$(id -u)" = 0 ]; then
          setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
        user ./plumb validate locked 2>&1; echo "exit $?"
        """)
      #expect(
        shell.output == """
          error: cannot read locked: permission denied
            hint: see who may: ls -ld locked
          exit 1

          """)
    }
  }
}
