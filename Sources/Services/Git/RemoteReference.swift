/// A reference of a repository elsewhere.
public struct RemoteReference: Hashable, Sendable {
  /// "HEAD", "refs/heads/main", "refs/tags/v1".
  public let name: String
  /// What it points at: for an annotated tag the tag itself.
  public let id: ObjectID
  /// For an annotated tag, the object behind it.
  public let peeled: ObjectID?

  /// Reads what `git ls-remote` prints: one hash, tab and name a line, where the name with "^{}"
  /// tells what the annotated tag before it is a tag of.
  static func parsed(_ text: [UInt8], of url: RemoteURL) throws(GitError) -> [RemoteReference] {
    var found: [RemoteReference] = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      guard parts.count == 2, let id = ObjectID(hex: String(decoding: parts[0], as: UTF8.self))
      else {
        throw GitError(
          .other, attempt: "list the references of", subject: "\(url)",
          message: "git printed a line that is no hash and name")
      }
      let name = String(decoding: parts[1], as: UTF8.self)
      if name.hasSuffix("^{}"), let tag = found.last, tag.name == name.dropLast(3) {
        found[found.count - 1] = RemoteReference(name: tag.name, id: tag.id, peeled: id)
      } else {
        found.append(RemoteReference(name: name, id: id, peeled: nil))
      }
    }
    return found
  }
}
