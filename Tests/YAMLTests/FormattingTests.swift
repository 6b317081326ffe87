import Testing
import YAML

func format(_ text: String, order: [String: [String]] = [:]) throws -> String {
  let bytes = try YAMLFormatter.format(Array(text.utf8)) { order[$0.joined(separator: "/")] }
  return String(decoding: bytes, as: UTF8.self)
}

@Suite struct `Formatting` {
  @Test(arguments: [
    ("", ""), ("# a\n\n\n\n# b", "# a\n\n# b\n"), ("a:   1\r\nb:  'x'\r\n", "a: 1\nb: x\n"),
    ("a:\n- 1\n- b:  2\n  c: 3\n", "a:\n  - 1\n  - b: 2\n    c: 3\n"),
    ("a: {b: 1,c: [x,y]}\n", "a: { b: 1, c: [x, y] }\n"),
    // Between anchor and key, a comment would be one before both.
    ("&1\n?\n#a\n\n#\n:", "#a\n\n#\n&1\nnull:\n"),
    (
      "a: 'yes'\nb: '1'\nc: 'x: y'\nd: \"tab\\t\"\n",
      "a: \"yes\"\nb: \"1\"\nc: \"x: y\"\nd: \"tab\\t\"\n"
    ),
    (
      "# head\n\n# more\na: 1 # one\n\n\n\n# about b\nb: 2\n# end\n",
      "# head\n\n# more\na: 1 # one\n\n# about b\nb: 2\n# end\n"
    ),
    (
      "a: # list\n    - 1 # one\n    # foot of a\n# about b\nb: 2\n",
      "a: # list\n  - 1 # one\n  # foot of a\n# about b\nb: 2\n"
    ),
    (
      "a: [1, # one\n  2 # two\n  # last\n] # all\n",
      "a: # all\n  - 1 # one\n  - 2 # two\n  # last\n"
    ),
    (
      "a: |\n    text\n      more\n\nb: >-\n   folded\n   text\n",
      "a: |\n  text\n    more\n\nb: >-\n  folded\n  text\n"
    ),
    ("---\na: 1\n---\n# two\nb: &x [1]\nc: *x\n", "a: 1\n---\n# two\nb: &x [1]\nc: *x\n"),
    (
      "-\n  # in\n  a: 1\n- # on\n  b: 2\n- - 1\n  -\n   - 2\n",
      "-\n  # in\n  a: 1\n- # on\n  b: 2\n- - 1\n  - - 2\n"
    ),
  ])
  func `gives the canonical text`(_ text: String, _ expected: String) throws {
    #expect(try format(text) == expected)
    #expect(try format(expected) == expected)
  }

  @Test func `moves keys into order, and their comments with them`() throws {
    let text = """
      # head

      # the spec
      spec: # body
        b: 1
        # about a
        a: 2 # two
      # the kind
      kind: X
      other: 1
      """
    #expect(
      try format(text, order: ["": ["kind", "spec"], "spec": ["a", "b"]]) == """
        # head

        # the spec
        # the kind
        kind: X
        spec: # body
          # about a
          a: 2 # two
          b: 1
        other: 1

        """)
  }

  @Test func `breaks brackets that do not fit into a hundred columns`() throws {
    let items = (1...30).map { "item\($0)" }
    let text = "a: {b: [\(items.joined(separator: ","))], c: [1]}\n"
    #expect(
      try format(text) == "a:\n  b:\n" + items.map { "    - \($0)\n" }.joined() + "  c: [1]\n")
  }

  @Test func `refuses a text with a problem`() {
    #expect(throws: YAMLProblem.self) { try format("a: [") }
  }
}
