internal import Model
internal import YAML

extension Code {
  init(_ kind: YAMLProblem.Kind) {
    switch kind {
    case .syntax: self = .syntax
    case .encoding: self = .encoding
    case .tooLarge: self = .tooLarge
    case .tooDeep: self = .tooDeep
    case .tooManyNodes: self = .tooManyNodes
    case .tooManyAliases: self = .tooManyAliases
    case .unknownAlias: self = .unknownAlias
    case .duplicateKey: self = .duplicateKey
    case .keyNotScalar: self = .keyNotScalar
    case .unsupportedTag: self = .unsupportedTag
    }
  }
}

extension SourceLines {
  /// A problem of the text itself, in the terms of everything else.
  func problem(_ problem: YAMLProblem) -> Problem {
    Problem(
      code: Code(problem.kind).rawValue, problem.message,
      at: place(problem.mark, length: problem.length), hint: problem.hint)
  }
}
