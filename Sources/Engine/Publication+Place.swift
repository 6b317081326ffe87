internal import Crypto

extension Publication {
  /// Where the files of a version go, relative to the catalog. The content is a part of it: two who
  /// publish different files under one name and version at the same time write to different places, and
  /// only one of them is listed.
  static func path(_ name: String, _ version: String, _ files: [File]) -> String {
    let lines = files.map { "\($0.sha256) \($0.name)\n" }.joined()
    return "\(name)/\(version)-\(SHA256.hash(lines).description.prefix(12))/"
  }

  /// A manifest takes "latest" for the newest version, and no path may lead out of the catalog's folder.
  static func check(name: String, version: String) throws(PublicationError) {
    for (kind, word) in [("name", name), ("version", version)] {
      let parts = word.split(separator: "/", omittingEmptySubsequences: false)
      let isPath = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      let isPlain = word.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      guard isPath, isPlain, kind == "name" || word != "latest" else {
        throw PublicationError.unusable(kind, word)
      }
    }
  }
}
