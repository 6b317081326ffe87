internal import Model

/// A catalog that cannot be read, or that does not have what was asked for.
public struct CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    case notJSON, notACatalog, noSuchName, noSuchVersion, noVersions, badEntries
  }

  public let code: Code
  /// What is wrong and what to do, without the place of the catalog, which its reader knows.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

extension CatalogError {
  package static func missing(_ name: String, in names: [String]) -> String {
    guard !names.isEmpty else { return "no store \"\(name)\": there is none at all" }
    let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    return "no store \"\(name)\"" + suggestion(for: name, in: names) + "; there are: " + shown
  }

  static func missing(_ version: String, in store: CatalogStore) -> String {
    let versions = store.entries.map(\.version)
    let shown = versions.prefix(5).joined(separator: ", ")
    let more = versions.count > 5 ? "; the newest five are: " : "; there are: "
    return "no version \"\(version)\" of the store \"\(store.name)\""
      + suggestion(for: version, in: versions) + more + shown
  }

  private static func suggestion(for word: String, in words: [String]) -> String {
    Suggestions.near(word, among: words).first.map { ", did you mean \"\($0)\"?" } ?? ""
  }
}
