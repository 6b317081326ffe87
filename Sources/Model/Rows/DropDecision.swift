/// Why, of two copies, one stays and the other falls.
public enum DropDecision: Hashable, Sendable {
  /// By position in the store, as `first` and `last` ask.
  case position
  /// By the order field, or by the length of the text.
  case order
  /// The one that falls has no such field, or no text.
  case missing
  /// `keep` prefers neither, so the order that decides every tie does.
  case tie(TieBreak)

  public enum TieBreak: Hashable, Sendable {
    /// The lower id stays.
    case id
    /// The lower content hash stays.
    case content
    /// They are equal in all that counts, and it makes no difference which one stays.
    case nothing
  }
}
