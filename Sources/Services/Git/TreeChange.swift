/// A difference between two trees.
public struct TreeChange: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case added, deleted, modified
    /// Moved, perhaps edited: `similarity` in percent, 100 if the content is the same.
    case renamed(similarity: Int)
    /// A file became a symlink or a submodule, or the other way round.
    case retyped
  }

  public let kind: Kind
  /// Nil if added.
  public let before: TreeEntry?
  /// Nil if deleted.
  public let after: TreeEntry?
  /// Where it is now, or was last.
  public let path: TreePath
}
