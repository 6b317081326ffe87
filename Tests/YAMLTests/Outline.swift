import YAML

/// A document on one line, so that a test can state all of it.
func outline(_ node: YAMLNode) -> String {
  switch node.content {
  case .scalar(let scalar):
    switch scalar.resolved {
    case .null: return "null"
    case .bool(let value): return "\(value)"
    case .int(let value): return "\(value)"
    case .double(let value): return "\(value)"
    case .string(let text): return "\"\(text)\""
    }
  case .sequence(let items): return "[" + items.map(outline).joined(separator: ", ") + "]"
  case .mapping(let entries):
    return "{"
      + entries.map { "\(outline($0.key)): \(outline($0.value))" }.joined(separator: ", ") + "}"
  }
}

/// A problem on one line: place, length, kind, message, hint.
func outline(_ problem: YAMLProblem) -> String {
  "\(problem.mark.line):\(problem.mark.column)+\(problem.length) \(problem.kind): \(problem.message)"
    + (problem.hint.map { " | " + $0 } ?? "")
}

func read(_ text: String, limits: YAMLLimits = YAMLLimits()) -> YAMLStream {
  YAMLReader.read(Array(text.utf8), limits: limits)
}
