/// Every code that a look into a store can give. They are documented and never reused.
public enum StoreProblemCode: String, Hashable, Sendable, CaseIterable {
  // Catalogs.
  /// A catalog lists versions in another order than newest first.
  case notNewestFirst = "PS001"
  /// A catalog's entry is not what an entry should be.
  case badEntry = "PS002"
  /// A catalog lists one version twice.
  case repeatedVersion = "PS003"
  /// A catalog's entry has no time, and a version that is none, so its place decides.
  case undatedVersion = "PS004"

  // Rows, whatever the format.
  case rowsWithoutID = "PS101"
  case repeatedIDs = "PS102"
  case rowsWithoutVector = "PS103"
  case zeroVectors = "PS104"
  case rowsWithoutText = "PS105"
  /// The store holds no row at all.
  case noRows = "PS106"

  // Indexes of faiss.
  /// A component of a vector is infinite or not a number.
  case vectorsNotFinite = "PS121"

  // Pickles.
  /// Ids of the index have no document in the docstore.
  case missingDocuments = "PS131"
  /// Documents that no vector points to; they are no rows.
  case surplusDocuments = "PS132"
  /// Floats of metadata that JSON does not have; they are null.
  case metadataNotFinite = "PS133"
  /// Texts that no UTF-8 can hold; what cannot be held is U+FFFD.
  case repairedTexts = "PS134"
}

extension StoreProblem {
  public init(_ severity: Problem.Severity, _ code: StoreProblemCode, _ message: String) {
    self.init(severity, code: code.rawValue, message)
  }
}
