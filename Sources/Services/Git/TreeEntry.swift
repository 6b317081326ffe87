/// Something at a path of a tree.
public struct TreeEntry: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case file, executable, symlink
    /// A commit of another repository, which is not here.
    case submodule
    case folder
  }

  public let path: TreePath
  public let kind: Kind
  public let id: ObjectID

  public init(path: TreePath, kind: Kind, id: ObjectID) {
    self.path = path
    self.kind = kind
    self.id = id
  }
}

/// What a file holds.
public struct Blob: Hashable, Sendable {
  /// A symlink is never followed: its bytes are its target.
  public let entry: TreeEntry
  public let bytes: [UInt8]
}
