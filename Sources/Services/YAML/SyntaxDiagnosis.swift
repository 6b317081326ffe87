/// Finds out from the text what the author probably meant where libyaml gave up.
struct SyntaxDiagnosis {
  let complaint: Complaint
  let text: SourceText
  let line: SourceLine

  init(_ complaint: Complaint, _ text: SourceText) {
    self.complaint = complaint
    self.text = text
    line = text.line(at: complaint.place)
  }

  /// The only place that knows libyaml's words.
  var problem: YAMLProblem {
    if let tabbed { return tabbed }
    switch complaint.problem {
    case "found character that cannot start any token": return badBeginning
    case "could not find expected ':'": return missingColon
    case "mapping values are not allowed in this context": return strayColon
    case "did not find expected key": return notAKey
    case "did not find expected '-' indicator": return notAnItem
    case "did not find expected ',' or ']'": return unclosed("]", opening: "[", "list")
    case "did not find expected ',' or '}'": return unclosed("}", opening: "{", "mapping")
    case "did not find expected <document start>": return secondRoot
    case "found unexpected end of stream", "found unexpected document indicator":
      return openQuote
    case "did not find expected alphabetic or numeric character": return namelessAnchor
    case "did not find expected node content" where isAtEnd:
      return report(
        "the text ends where a value is expected", hint: "close the last open [ or {")
    default:
      let known = Self.sentences[complaint.problem]
      return report(known?.message ?? complaint.problem, hint: known?.hint)
    }
  }

  func report(_ message: String, at mark: Mark? = nil, hint: String?) -> YAMLProblem {
    YAMLProblem(.syntax, message, at: mark ?? complaint.place, hint: hint)
  }

  var next: UInt8? {
    text.bytes.indices.contains(complaint.place.offset) ? text.bytes[complaint.place.offset] : nil
  }

  /// Whether only white space stands before the place on its line.
  var isFirstOnLine: Bool {
    complaint.place.offset <= line.bytes.startIndex + line.indent
  }

  /// Whether nothing but white space and comments follows.
  var isAtEnd: Bool { complaint.place.offset >= text.bytes.count }

  static let sentences: [String: (message: String, hint: String)] = [
    "block sequence entries are not allowed in this context": (
      "a list cannot begin here", "begin the list on a line of its own, below its key"
    ),
    "mapping keys are not allowed in this context": (
      "a key cannot begin here", "begin the mapping on a line of its own"
    ),
    "did not find expected node content": (
      "expected a value here", "remove the extra comma or bracket, or write the missing value"
    ),
    "found unexpected ':'": (
      "unexpected colon", "put a space after the colon, or quotes around the text"
    ),
    "found unknown escape character": (
      "unknown escape sequence between double quotes",
      "write \\\\ for a backslash, or use single quotes"
    ),
    "did not find expected hexdecimal number": (
      "expected hexadecimal digits after the escape",
      "\\x takes two, \\u takes four, \\U takes eight digits"
    ),
    "found invalid Unicode character escape code": (
      "this escape names no character", "write the character itself, or \\U with eight digits"
    ),
    "found an indentation indicator equal to 0": (
      "the indentation after | or > must be 1 to 9", "remove the digit"
    ),
    "did not find expected comment or line break": (
      "unexpected text at the end of this line",
      "begin the text on the next line, or put a space before the comment"
    ),
    "found unknown directive name": (
      "unknown directive",
      "only %YAML and %TAG are known; put quotes around text that begins with %"
    ),
    "could not find expected directive name": (
      "unexpected %", "put quotes around text that begins with %"
    ),
    "found unexpected non-alphabetical character": (
      "unknown directive",
      "only %YAML and %TAG are known; put quotes around text that begins with %"
    ),
    "found incompatible YAML document": (
      "unknown version of YAML", "write %YAML 1.2, or remove the line"
    ),
    "found undefined tag handle": (
      "the tag has an undeclared prefix",
      "remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known"
    ),
    "found duplicate %YAML directive": ("second %YAML line in one document", "keep one of the two"),
    "found duplicate %TAG directive": ("second %TAG line of one prefix", "keep one of the two"),
    "did not find expected digit or '.' character": (
      "expected a version such as 1.2", "write %YAML 1.2, or remove the line"
    ),
    "did not find expected version number": (
      "expected a version such as 1.2", "write %YAML 1.2, or remove the line"
    ),
    "found extremely long version number": (
      "expected a version such as 1.2", "write %YAML 1.2, or remove the line"
    ),
    "did not find expected whitespace or line break": (
      "expected a space after the tag", "put a space between the tag and its value"
    ),
    "did not find expected tag URI": (
      "unreadable tag", "put quotes around text that begins with !"
    ),
    "did not find expected '!'": ("unreadable tag", "put quotes around text that begins with !"),
    "did not find the expected '>'": ("unreadable tag", "close the tag with >"),
    "did not find URI escaped octet": (
      "unreadable tag", "write two hexadecimal digits after %"
    ),
  ]
}
