/// Everything that was found in one text: the documents that could be read, and all problems.
public struct YAMLStream: Sendable {
  public let documents: [YAMLNode]
  public let problems: [YAMLProblem]

  public init(documents: [YAMLNode], problems: [YAMLProblem]) {
    self.documents = documents
    self.problems = problems
  }
}

/// Something wrong with the text itself.
public struct YAMLProblem: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable, CaseIterable {
    case syntax, encoding, tooLarge, tooDeep, tooManyNodes, tooManyAliases, unknownAlias
    case duplicateKey, keyNotScalar, unsupportedTag
  }

  public let kind: Kind
  /// A sentence fragment: lower case, no full stop.
  public let message: String
  public let mark: Mark
  /// How many scalars of the line to underline.
  public let length: Int
  public let hint: String?

  public init(_ kind: Kind, _ message: String, at mark: Mark, length: Int = 1, hint: String? = nil)
  {
    self.kind = kind
    self.message = message
    self.mark = mark
    self.length = length
    self.hint = hint
  }
}

/// What a text may ask for before it is refused. All are checked before memory is taken.
public struct YAMLLimits: Hashable, Sendable {
  public var bytes: Int
  public var depth: Int
  /// Nodes after aliases are replaced, so that an alias bomb is counted at its full size.
  public var nodes: Int

  public init(bytes: Int = 1 << 20, depth: Int = 64, nodes: Int = 100_000) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }
}
