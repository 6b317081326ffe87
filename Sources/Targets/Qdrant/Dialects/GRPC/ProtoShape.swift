internal import GRPC
internal import Model

/// A message of Qdrant's protocol in the words of its REST interface: which name has which number,
/// and what is behind it. One table serves both ways, so that what is declared, sent and read back
/// has one spelling.
struct ProtoShape: Sendable {
  struct Field: Sendable {
    let number: Int
    let name: String
    let kind: Kind
  }

  indirect enum Kind: Sendable {
    case uint, bool, float, double, text, texts
    /// A boolean of which the protocol leaves out `false`.
    case flag
    /// The words for 0, 1, 2, …; an empty one is never said.
    case word([String])
    /// The same, where the protocol leaves out 0: nothing stands for the first word.
    case firstOr([String])
    case shape(ProtoShape)
    case map(ProtoShape)
    /// A message that holds nothing but this, as its field of that number.
    case wrapped(Int, Kind)
    /// Any values under any keys.
    case payload
    /// A message without content: that it is there, is what it says.
    case presence
    /// An object whose key `type` says which of the messages it is.
    case tagged([(number: Int, type: String, shape: ProtoShape)])
    /// A number, or the first word.
    case numberOr(number: Int, word: String, wordNumber: Int)
    /// An object of one kind, or an object of named ones: told apart by a key that only one kind has.
    case oneOrMap(one: Int, map: Int, ProtoShape, key: String)
    /// A text in short for an object with one list.
    case textsOrShape(ProtoShape, key: String)
  }

  let fields: [Field]

  init(_ fields: [(Int, String, Kind)]) {
    self.fields = fields.map { Field(number: $0.0, name: $0.1, kind: $0.2) }
  }

  subscript(name: String) -> Field? { fields.first { $0.name == name } }
  subscript(number: Int) -> Field? { fields.first { $0.number == number } }
}

/// A value that the protocol has no place for.
struct ShapeFault: Error, Hashable {
  let path: String
  let reason: String

  func under(_ key: String) -> ShapeFault {
    ShapeFault(path: path.isEmpty ? key : "\(key).\(path)", reason: reason)
  }
}
