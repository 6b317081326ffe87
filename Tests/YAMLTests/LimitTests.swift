import Testing
import YAML

@Suite struct `Limits` {
  /// Every refusal of a hostile text comes at once; the bound leaves room for sanitizers on a busy
  /// machine, and catches what grows with the square.
  private func refusal(_ bytes: [UInt8]) -> [String] {
    let clock = ContinuousClock()
    let start = clock.now
    let problems = YAMLReader.read(bytes).problems.map(outline)
    #expect(clock.now - start < .seconds(10))
    return problems
  }

  @Test func `fifty megabytes of brackets are refused by their size`() {
    #expect(
      refusal([UInt8](repeating: UInt8(ascii: "["), count: 50_000_000)) == [
        "1:1+1 tooLarge: the text has 50000000 bytes, the limit is 1048576"
          + " | split it into several files"
      ])
  }

  @Test(arguments: [("[", 65), ("{a: ", 257), ("- ", 129), ("? ", 129)])
  func `ten thousand levels are refused where the limit is`(_ level: String, _ column: Int) {
    let text = String(repeating: level, count: 10_000)
    #expect(refusal(Array(text.utf8)) == ["1:\(column)+1 tooDeep: nested deeper than 64 levels"])
  }

  @Test func `a mebibyte of brackets is refused at once`() {
    let text = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
    #expect(refusal(text) == ["1:65+1 tooDeep: nested deeper than 64 levels"])
  }

  @Test func `depth through aliases counts`() {
    let links = (1...80).map { "a\($0): &a\($0) [*a\($0 - 1)]" }
    let text = "a0: &a0 []\n" + links.joined(separator: "\n")
    #expect(refusal(Array(text.utf8)) == ["64:12+1 tooDeep: nested deeper than 64 levels"])
  }

  @Test func `a billion laughs are refused without being told`() {
    let links = (1...9).map { level in
      "a\(level): &a\(level) ["
        + [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
        + "]"
    }
    let text = "a0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n" + links.joined(separator: "\n")
    #expect(
      refusal(Array(text.utf8)) == [
        "6:10+1 tooManyAliases: with aliases replaced the text has more than 100000 nodes"
          + " | write fewer aliases of aliases"
      ])
  }

  @Test func `too many nodes are refused`() {
    let stream = read("[a, b, c, d]", limits: YAMLLimits(nodes: 3))
    #expect(
      stream.problems.map(outline) == [
        "1:8+1 tooManyNodes: the text has more than 3 nodes | split it into several files"
      ])
  }

  @Test func `bytes that are not UTF-8 are named by place`() {
    func problems(_ bytes: [UInt8]) -> [String] { YAMLReader.read(bytes).problems.map(outline) }
    #expect(
      problems(Array("ok: ü\r\nb: é".utf8) + [0xFF, 0x0A]) == [
        "2:5+1 encoding: byte 0xFF is not valid UTF-8 | save the file as UTF-8"
      ])
    for bad: [UInt8] in [
      [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ] {
      #expect(problems([0x61] + bad).first?.hasPrefix("1:2+1 encoding: byte 0x") == true)
    }
    #expect(
      problems([0xFF, 0xFE, 0x61, 0]) == [
        "1:1+1 encoding: the text is UTF-16, not UTF-8 | save the file as UTF-8"
      ])
    #expect(
      problems(Array("a: b\0".utf8)) == [
        "1:5+1 encoding: control character (U+0000) in the text"
          + " | remove it, or write \\x00 between double quotes"
      ])
  }

  @Test func `documents before a broken one stay`() {
    let stream = read("a: 1\n---\nb: 2\n---\nc: [\n---\nd: 1\n")
    #expect(stream.documents.map(outline) == ["{\"a\": 1}", "{\"b\": 2}"])
    #expect(stream.problems.map(\.kind) == [.syntax])
  }

  @Test func `marks count scalars, and bytes apart`() {
    let stream = read("\u{FEFF}日本: x\r\nü: \"é\"\r\n")
    guard case .mapping(let entries)? = stream.documents.first?.content else {
      Issue.record("not a mapping")
      return
    }
    #expect(
      entries.map(\.key.start) == [
        Mark(line: 1, column: 1, offset: 3), Mark(line: 2, column: 1, offset: 14),
      ])
    #expect(
      entries.map(\.value.start) == [
        Mark(line: 1, column: 5, offset: 11), Mark(line: 2, column: 4, offset: 18),
      ])
    #expect(
      entries.map(\.value.end) == [
        Mark(line: 1, column: 6, offset: 12), Mark(line: 2, column: 7, offset: 22),
      ])
  }
}
