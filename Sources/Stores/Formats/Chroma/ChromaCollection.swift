internal import Model

/// One collection: which rows of the tables are its own, and how its vectors are stored.
struct ChromaCollection: Sendable {
  let id: String
  let name: String
  /// The name, with tenant and database before it where it alone says too little.
  var shownName: String
  /// Nil until the first vector is added.
  let dimensions: Int?
  let space: DistanceSpace
  let embeddingModel: String?
  /// The segment whose rows are in the tables.
  let rowSegment: String?
  /// The segment whose vectors are in files.
  let vectorSegment: String?

  /// The same in every version and for every tenant.
  var topic: String { "persistent://default/default/" + id }
}

/// How distances are measured, which decides how vectors are stored.
enum DistanceSpace: String, Sendable {
  case l2, ip, cosine

  /// The index keeps vectors of length one, and their lengths beside them.
  var isNormalised: Bool { self == .cosine }
}

/// A text as a key: two are the same only when their bytes are.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Texts of the same bytes are equal texts too, and those have one hash.
  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
