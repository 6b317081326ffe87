/// A commit, as far as it says the same to everybody.
public struct Commit: Hashable, Sendable {
  public let id: ObjectID
  public let tree: ObjectID
  public let parents: [ObjectID]
  /// When it was committed, in seconds since 1970.
  public let time: Int64
  /// The first paragraph of the message on one line. What is not UTF-8 in it is replaced.
  public let summary: String
}

/// Any object, named by a revision.
public struct RepositoryObject: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable { case commit, tree, blob, tag }

  public let id: ObjectID
  public let kind: Kind
}

/// Where a repository stands.
public enum Head: Hashable, Sendable {
  /// The name is without "refs/heads/".
  case branch(String, ObjectID)
  /// A branch without any commit yet.
  case unborn(String)
  case detached(ObjectID)
}
