/// A point in the text.
public struct Mark: Hashable, Sendable {
  /// 1-based.
  public let line: Int
  /// 1-based, counted in unicode scalars.
  public let column: Int
  /// 0-based, in bytes of UTF-8.
  public let offset: Int

  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}

/// One value of a document, with where it stands. Aliases are already replaced by what they name.
public struct YAMLNode: Hashable, Sendable {
  public indirect enum Content: Hashable, Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// In the order of the text. A repeated key has been reported and its later entries dropped.
    case mapping([YAMLEntry])
  }

  public let content: Content
  public let start: Mark
  /// Just behind the last character.
  public let end: Mark

  public init(_ content: Content, start: Mark, end: Mark) {
    self.content = content
    self.start = start
    self.end = end
  }
}

public struct YAMLEntry: Hashable, Sendable {
  public let key: YAMLNode
  public let value: YAMLNode

  public init(key: YAMLNode, value: YAMLNode) {
    self.key = key
    self.value = value
  }
}

/// A scalar as written. What it means (text, number, boolean, null) is `resolved`.
public struct YAMLScalar: Hashable, Sendable {
  public enum Style: Hashable, Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

  public let text: String
  public let style: Style
  /// An explicit tag such as "tag:yaml.org,2002:str", or nil.
  public let tag: String?

  public init(_ text: String, style: Style = .plain, tag: String? = nil) {
    self.text = text
    self.style = style
    self.tag = tag
  }
}

/// What a scalar means under the core schema of YAML 1.2: `yes` and `on` are text.
public enum YAMLValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
}
