import Glibc
import Model
import Testing

@testable import Manifests

@Suite struct `Hostile texts` {
  /// Problems of a text, which have to come within a second and to have a place inside the text.
  static func problems(_ bytes: [UInt8], _ path: String = "x.yaml") throws -> [Problem] {
    let start = secondsOfThisThread()
    let problems = ManifestReader.read(files: [SourceFile(path: path, bytes: bytes)]).problems
    for problem in problems { _ = problem.text }
    // A sanitizer makes everything several times as slow, and is not there to measure.
    let limit = getenv("PLUMB_SANITIZED") == nil ? 1.0 : 20
    #expect(secondsOfThisThread() - start < limit)
    let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    for problem in problems {
      let place = try #require(problem.place)
      #expect((1...lines).contains(place.line) && place.column >= 1)
    }
    return problems
  }

  /// The time that other tests take beside this one does not count.
  private static func secondsOfThisThread() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  static func codes(_ text: String) throws -> [String] {
    try problems(Array(text.utf8)).map(\.code)
  }

  @Test func `10,000 levels of brackets are refused`() throws {
    #expect(try Self.codes(String(repeating: "[", count: 10_000)).contains("PL005"))
    #expect(try Self.codes(String(repeating: "{a: ", count: 10_000)).contains("PL005"))
  }

  @Test func `10,000 levels of indentation are refused`() throws {
    let text = (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(try Self.codes(text).contains("PL005"))
  }

  @Test func `50 MB of text are refused unread`() throws {
    var bytes = Array("apiVersion: plumb/v1\n# ".utf8)
    bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 50 << 20)
    let problems = try Self.problems(bytes)
    #expect(
      problems.map(\.text) == [
        """
        x.yaml:1:1: error PL004: the text has 52428823 bytes, the limit is 1048576
            apiVersion: plumb/v1
            ^
            hint: split it into several files
        """
      ])
  }

  @Test func `too many values are refused`() throws {
    let text = "a: [" + String(repeating: "1,", count: 200_000) + "]\n"
    #expect(try Self.codes(text).contains("PL006"))
  }

  @Test func `a line of a megabyte is cut around the caret`() throws {
    let text = "{" + (0..<60_000).map { "k\($0): 1, " }.joined() + "}"
    let problems = try Self.problems(Array(text.utf8))
    #expect(problems.allSatisfy { $0.text.split(separator: "\n").allSatisfy { $0.count < 400 } })
  }

  @Test func `ten thousand unknown keys are counted, not shown`() throws {
    let text =
      "apiVersion: plumb/v1\nkind: Collection\n" + (0..<10_000).map { "k\($0): 1\n" }.joined()
    let problems = try Self.problems(Array(text.utf8))
    #expect(problems.count == DocumentReader.mostProblems + 1)
    #expect(problems.last?.code == "PL003")
  }

  @Test func `ten thousand documents are read`() throws {
    let text = String(repeating: "---\nkind: Collection\n", count: 10_000)
    #expect(try Self.codes(text).count == DocumentReader.mostProblems + 1)
  }

  @Test(arguments: ["a: {b: [\n  ,", "a: [1\n", "a: 'b\n\n", "a: {\r\n"])
  func `what is missing at the end is shown at the end`(_ text: String) throws {
    let problems = try Self.problems(Array(text.utf8))
    #expect(problems.allSatisfy { $0.code == "PL001" && $0.place?.source.isEmpty == false })
  }

  @Test func `random bytes never crash it`() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let count = Int.random(in: 0..<200, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(try !Self.problems(bytes).isEmpty)
    }
  }
}

/// SplitMix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
