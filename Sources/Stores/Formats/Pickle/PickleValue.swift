public import Model

/// A value of a pickle, for who looks into small ones.
public indirect enum PickleValue: Hashable, Sendable {
  /// None, bool, int, float, and what has a plain form: times, UUIDs, decimals, paths.
  case plain(PayloadValue)
  case bytes([UInt8])
  /// Lists, tuples and queues.
  case list([PickleValue])
  case set([PickleValue])
  case dictionary([Pair])
  case array(PickleArray)
  case document(PickledDocument)
  /// An instance of another class that is data; its last state.
  case instance(of: String, state: PickleValue)

  public struct Pair: Hashable, Sendable {
    public let key: PickleValue
    public let value: PickleValue
  }

  /// The value under a key of a dictionary, or of an instance's dictionary.
  public subscript(key: String) -> PickleValue? {
    switch self {
    case .dictionary(let pairs):
      pairs.last { $0.key == .plain(.string(key)) }?.value
    case .instance(_, let state): state[key]
    case .plain, .bytes, .list, .set, .array, .document: nil
    }
  }
}

/// A document of a docstore or of a list.
public struct PickledDocument: Hashable, Sendable {
  public var text: String?
  public var metadata: PayloadObject
  /// What the document itself says; docstores keep it under their key.
  public var id: SourceID?

  public init(text: String?, metadata: PayloadObject, id: SourceID? = nil) {
    self.text = text
    self.metadata = metadata
    self.id = id
  }
}

/// An array of numbers or texts, which is still in the file.
public struct PickleArray: Hashable, Sendable {
  /// As numpy spells it, without the byte order: "f4", "U12".
  public let type: String
  public let isBigEndian: Bool
  public let shape: [Int]
  /// Whether the first index runs fastest.
  public let isFortran: Bool
  public let offset: UInt64
  public let count: UInt64
}

/// What was not quite what it should be, counted.
public struct PickleDoubts: Hashable, Sendable {
  /// Floats that JSON does not have; they became null.
  public var nonFinite = 0
  /// Texts with lone halves of surrogate pairs.
  public var repairedTexts = 0

  public init() {}

  public mutating func add(_ other: PickleDoubts) {
    nonFinite += other.nonFinite
    repairedTexts += other.repairedTexts
  }
}

extension PickleDoubts {
  /// What an inspection says of them.
  public var problems: [StoreProblem] {
    var problems: [StoreProblem] = []
    if nonFinite > 0 {
      problems.append(
        StoreProblem(
          .warning, .metadataNotFinite,
          "\(nonFinite) floats of metadata are infinite or not a number; they are null"))
    }
    if repairedTexts > 0 {
      problems.append(
        StoreProblem(
          .warning, .repairedTexts,
          "\(repairedTexts) texts hold halves of surrogate pairs, which became U+FFFD"))
    }
    return problems
  }
}
