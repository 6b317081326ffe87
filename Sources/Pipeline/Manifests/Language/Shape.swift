internal import Wire

/// What a value may look like. The checker, the JSON Schema, the formatter's key order and the
/// reference are all walks over one tree of these.
indirect enum Shape: Sendable {
  case object(ObjectShape)
  case map(DictionaryShape)
  case list(ListShape)
  case text(TextShape)
  case integer(ClosedRange<Int64>)
  case number(NumberRange)
  case boolean
  /// A boolean that can only be true: a choice that is made by writing it.
  case yes
  case null
  /// Any JSON: data that Plumb passes on without looking into it.
  case anything
  /// Several shapes, each of another kind of value, so that the kind decides.
  case either([Shape])
  /// Of two shapes of mappings the first, where one of the keys is there, else the second.
  case having(keys: [String], ObjectShape, otherwise: DictionaryShape)
}

/// A mapping with known keys.
struct ObjectShape: Sendable {
  /// Unique in the language: the name of the definition in the JSON Schema.
  let title: String
  let summary: String
  /// In the order in which a person wants to read them, which is the formatter's order.
  let fields: [Field]
  let constraints: [Constraint]

  init(
    _ title: String, _ summary: String, _ fields: [Field], constraints: [Constraint] = []
  ) {
    self.title = title
    self.summary = summary
    self.fields = fields
    self.constraints = constraints
  }

  func field(_ name: String) -> Field? { fields.first { $0.name.isSame(as: name) } }
}

/// One key of a mapping.
struct Field: Sendable {
  let name: String
  let shape: Shape
  let isRequired: Bool
  let summary: String
  let example: JSON?
  /// What holds when the key is not written. Never given for Qdrant's own keys: there, a key that is
  /// not declared is not compared.
  let defaultValue: JSON?
  /// The first Qdrant version that knows the key, where that is later than 1.7.
  let since: String?

  init(
    _ name: String, _ shape: Shape, required: Bool = false, _ summary: String,
    example: JSON? = nil, default defaultValue: JSON? = nil, since: String? = nil
  ) {
    self.name = name
    self.shape = shape
    isRequired = required
    self.summary = summary
    self.example = example
    self.defaultValue = defaultValue
    self.since = since
  }
}

/// A mapping whose keys are names that the writer chooses.
struct DictionaryShape: Sendable {
  /// What a key is called in messages: "a vector name".
  let noun: String
  let keys: Pattern
  let values: Shape
  let minimum: Int

  init(_ noun: String, keys: Pattern = .notEmpty, of values: Shape, minimum: Int = 0) {
    self.noun = noun
    self.keys = keys
    self.values = values
    self.minimum = minimum
  }
}

struct ListShape: Sendable {
  let element: Shape
  let minimum: Int
  /// No entry twice.
  let isUnique: Bool

  init(_ element: Shape, minimum: Int = 0, unique: Bool = false) {
    self.element = element
    self.minimum = minimum
    isUnique = unique
  }
}

/// What a text may be.
struct TextShape: Sendable {
  enum Form: Sendable {
    case words([String])
    case pattern(Pattern)
    /// Data that Plumb passes on: it may be empty and may hold `${`.
    case free
  }

  let form: Form
}

struct NumberRange: Sendable {
  let lowest: Double
  let highest: Double
  /// Whether `lowest` itself is outside.
  let isOpenBelow: Bool

  init(_ lowest: Double, _ highest: Double, openBelow: Bool = false) {
    self.lowest = lowest
    self.highest = highest
    isOpenBelow = openBelow
  }

  func contains(_ value: Double) -> Bool {
    value <= highest && (isOpenBelow ? value > lowest : value >= lowest)
  }
}

extension Shape {
  static func words(_ words: [String]) -> Shape { .text(TextShape(form: .words(words))) }
  static func pattern(_ pattern: Pattern) -> Shape { .text(TextShape(form: .pattern(pattern))) }
  static let name = Shape.pattern(.notEmpty)
  static let free = Shape.text(TextShape(form: .free))
  /// A whole number from `lowest` up, of the size that every server and file format takes.
  static func atLeast(_ lowest: Int64) -> Shape { .integer(lowest...Int64.max) }
  static func texts(minimum: Int = 0) -> Shape {
    .list(ListShape(.name, minimum: minimum, unique: true))
  }

  /// The words of an enumeration of the model, so that the two cannot disagree.
  static func words<Word: CaseIterable & RawRepresentable>(of type: Word.Type) -> Shape
  where Word.RawValue == String {
    .words(type.allCases.map(\.rawValue))
  }
}
