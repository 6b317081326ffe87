import Model
import Testing

@Suite struct `The text of a problem` {
  static func excerpt(_ source: String, _ column: Int, _ length: Int = 1) -> [String] {
    Place(file: "x", line: 1, column: column, length: length, source: source).excerpt
  }

  @Test func `has place, code, line, caret and hint`() {
    let place = Place(file: "a.yaml", line: 3, column: 3, length: 4, source: "  stor: x")
    let problem = Problem(
      code: "PL101", "unknown key `stor`", at: place, hint: "did you mean `store`?")
    #expect(
      problem.text == """
        a.yaml:3:3: error PL101: unknown key `stor`
              stor: x
              ^^^^
            hint: did you mean `store`?
        """)
    #expect(Problem(.warning, code: "PL213", "odd").text == "warning PL213: odd")
  }

  @Test func `keeps the caret under its character`() {
    #expect(Self.excerpt("\ta:\tb", 5) == ["\ta:\tb", "\t  \t^"])
    #expect(Self.excerpt("名: 前x", 5, 1) == ["名: 前x", "      ^"])
    #expect(Self.excerpt("名: 前x", 4, 1) == ["名: 前x", "    ^^"])
    #expect(Self.excerpt("e\u{301}: x", 5) == ["e\u{301}: x", "   ^"])
    #expect(Self.excerpt("ab", 3) == ["ab", "  ^"])
    #expect(Self.excerpt("ab", 9, 5) == ["ab", "  ^"])
    #expect(Self.excerpt("", 1) == [])
  }

  @Test func `shows nothing that could move the cursor`() {
    #expect(Self.excerpt("a\u{1B}[31m\u{202E}b\u{7}", 1) == ["a?[31m?b?", "^"])
  }

  @Test func `cuts a long line around the caret`() {
    let line = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
    let excerpt = Self.excerpt(line, 501)
    #expect(excerpt[0].count == 116)
    #expect(excerpt[0].hasPrefix("...a") && excerpt[0].hasSuffix("b..."))
    #expect(excerpt[0].firstIndex(of: "X") == excerpt[0].index(excerpt[0].startIndex, offsetBy: 39))
    #expect(excerpt[1] == String(repeating: " ", count: 39) + "^")
    #expect(Self.excerpt(line, 1)[0].hasPrefix("aaa"))
    #expect(Self.excerpt(line, 1001)[0].hasSuffix("bbb"))
  }

  @Test func `sorts by file, line, column and code`() {
    func problem(_ file: String, _ line: Int, _ column: Int, _ code: String) -> Problem {
      Problem(code: code, "x", at: Place(file: file, line: line, column: column, source: ""))
    }
    let sorted = [
      Problem(code: "PL001", "x"), problem("a", 2, 1, "PL1"), problem("a", 2, 2, "PL0"),
      problem("a", 10, 1, "PL0"), problem("a", 10, 1, "PL2"), problem("b", 1, 1, "PL0"),
    ]
    #expect(sorted.reversed().sorted(by: Problem.isBefore) == sorted)
  }
}
