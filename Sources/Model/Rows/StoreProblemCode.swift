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
  /// A component of a vector is infinite or not a number.
  case vectorsNotFinite = "PS121"

  // LlamaIndex and LlamaCloud.
  /// An index lists another number of nodes than there are vectors for it.
  case nodesWithoutVector = "PS140"
  /// Vectors of which no node is known.
  case vectorsWithoutNode = "PS141"
  /// Texts that still have to be embedded.
  case needsEmbedding = "PS142"

  // Arrays of numpy.
  /// Arrays beside the vectors that belong to no row.
  case unusedArrays = "PS160"
  /// Numbers of metadata that JSON does not have.
  case arrayMetadataNotFinite = "PS161"
  // Chroma.
  /// The vector of a row is neither in its segment nor in the queue.
  case lostVectors = "PS150"
  /// Rows of collections that were deleted are still in the database; they are left out.
  case orphanRows = "PS151"
  /// A segment holds vectors of ids that have no row; they are left out.
  case strayVectors = "PS152"
  /// The files of a segment are missing, as after a crash.
  case lostSegment = "PS153"
  /// A number in the metadata is infinite, which JSON cannot say; it is given as null.
  case infiniteMetadata = "PS154"
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
