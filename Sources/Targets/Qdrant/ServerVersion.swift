/// A server's version, as far as it matters: three numbers.
struct ServerVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  let major: Int
  let minor: Int
  let patch: Int

  init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads "1.19.0", "v1.19", "1.20.0-dev".
  init?(_ text: String) {
    let parts = text.drop { $0 == "v" }.prefix { $0 == "." || $0.isNumber }.split(separator: ".")
      .map { Int($0) }
    guard let major = parts.first ?? nil, parts.count >= 2, let minor = parts[1] else { return nil }
    self.init(major, minor, parts.count > 2 ? parts[2] ?? 0 : 0)
  }

  static func < (left: ServerVersion, right: ServerVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }

  var description: String { "\(major).\(minor).\(patch)" }

  /// Replaces a point only where it fulfils a filter: what locks and ledger rest on.
  static let conditionalWrites = ServerVersion(1, 16)
  /// Updates that insert nothing.
  static let updateModes = ServerVersion(1, 17)
  /// Named vectors that come and go without a new collection.
  static let namedVectorsInPlace = ServerVersion(1, 18)
  /// Scans that the server divides.
  static let slices = ServerVersion(1, 19)
}
