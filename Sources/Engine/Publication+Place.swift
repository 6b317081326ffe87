internal import Crypto

extension Publication {
  /// Where the files of a version go, relative to the catalog. The content is a part of it: two who
  /// publish different files under one name and version at the same time write to different places, and
  /// only one of them is listed.
  static func path(_ name: String, _ version: String, _ files: [File]) -> String {
    let lines = files.map { "\($0.sha256) \($0.name)\n" }.joined()
    return "\(name)/\(version)-\(SHA256.hash(lines).description.prefix(12))/"
  }

  /// The path of the version that a file was published with; nil for files of other origin.
  static func path(in file: String, of name: String) -> String? {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let start = name.split(separator: "/", omittingEmptySubsequences: false).count
    let place = parts.indices.dropFirst(start).dropLast().first { isPublished(parts[$0]) }
    return place.map { parts[...$0].joined(separator: "/") + "/" }
  }

  /// Ends with a part of the digest, as `path` writes it.
  private static func isPublished(_ part: Substring) -> Bool {
    let end = part.utf8.suffix(13)
    return end.count == 13 && part.utf8.count > 13 && end.first == UInt8(ascii: "-")
      && end.dropFirst().allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
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
