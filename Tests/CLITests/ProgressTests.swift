import Host
import TestSupport
import Testing

@testable import CLI

@Suite struct `Progress shows how far a long run is` {
  private let time = ManualTime()

  @Test func `a terminal sees one line that is redrawn and then gone`() {
    let screen = MemoryOutput(terminal: Terminal(columns: 80))
    let progress = Progress(screen, clock: time.clock, redraws: true)
    progress.start("writing points", total: 10_000)
    time.advance(by: .seconds(2))
    progress.advance(5000)
    progress.finish()
    #expect(
      screen.writes == [
        "\r\u{1B}[Kwriting points  [>                   ]  0%  0 of 10,000",
        "\r\u{1B}[Kwriting points  [==========>         ]  50%  5,000 of 10,000  2,500/s  2 s left",
        "\r\u{1B}[K",
      ])
  }

  @Test func `a terminal is redrawn at most ten times a second`() {
    let screen = MemoryOutput(terminal: Terminal(columns: 80))
    let progress = Progress(screen, clock: time.clock, redraws: true)
    progress.start("reading", total: 1000)
    for _ in 0..<1000 {
      time.advance(by: .milliseconds(1))
      progress.advance()
    }
    #expect(screen.writes.count == 11)
  }

  @Test func `a narrow terminal loses the right end first`() {
    let screen = MemoryOutput(terminal: Terminal(columns: 45))
    let progress = Progress(screen, clock: time.clock, redraws: true)
    progress.start("reading", total: 100)
    #expect(screen.text == "\r\u{1B}[Kreading  [>                   ]  0%")
    let tiny = MemoryOutput(terminal: Terminal(columns: 5))
    Progress(tiny, clock: time.clock, redraws: true).start("reading", total: 100)
    #expect(tiny.text == "\r\u{1B}[Kread")
  }

  @Test func `a message stands above the bar`() {
    let screen = MemoryOutput(terminal: Terminal(columns: 80))
    let progress = Progress(screen, clock: time.clock, redraws: true)
    progress.start("reading", total: nil)
    progress.note("careful")
    #expect(
      screen.writes == [
        "\r\u{1B}[Kreading  0", "\r\u{1B}[K", "careful\n", "\r\u{1B}[Kreading  0",
      ])
  }

  @Test func `elsewhere a plain line comes every few seconds`() {
    let log = MemoryOutput()
    let progress = Progress(log, clock: time.clock, redraws: false)
    progress.start("writing points", total: 10_000)
    for _ in 0..<9 {
      time.advance(by: .seconds(2))
      progress.advance(1000)
    }
    progress.finish()
    #expect(
      log.text == """
        writing points: 3,000 of 10,000 (30%), 500/s, 14 s left
        writing points: 6,000 of 10,000 (60%), 500/s, 8 s left
        writing points: 9,000 of 10,000 (90%), 500/s, 2 s left
        writing points: 9,000 in 18 s (500/s)

        """)
  }

  @Test func `work that is over at once says nothing`() {
    let log = MemoryOutput()
    let progress = Progress(log, clock: time.clock, redraws: false)
    progress.start("reading", total: 3)
    progress.advance(3)
    progress.finish()
    #expect(log.text == "")
  }

  @Test func `the speed is that of the last ten seconds`() {
    let log = MemoryOutput()
    let progress = Progress(log, clock: time.clock, redraws: false)
    progress.start("reading", total: nil)
    for step in [1000, 1000, 1000, 20, 20] {
      time.advance(by: .seconds(5))
      progress.advance(step)
    }
    #expect(log.text.hasSuffix("reading: 3,040, 4.0/s\n"))
  }

  @Test func `many threads may advance it`() async {
    let log = MemoryOutput()
    let progress = Progress(log, clock: time.clock, redraws: false)
    progress.start("reading", total: 8000)
    await withTaskGroup { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<1000 { progress.advance() } } }
    }
    time.advance(by: .seconds(8))
    progress.advance(0)
    #expect(log.text == "reading: 8,000 of 8,000 (100%), 1,000/s\n")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (59_353, "59,353"), (-1_234_567, "-1,234,567"),
  ])
  func `numbers are grouped`(number: Int, text: String) {
    #expect(number.grouped == text)
  }

  @Test(arguments: [
    (0.2, "1 s"), (59.0, "59 s"), (60, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min"),
  ])
  func `durations are spoken`(seconds: Double, text: String) {
    #expect(Duration.seconds(seconds).spoken == text)
  }
}
