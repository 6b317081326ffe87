internal import Model

// What a server can do, by its version.
extension ServerVersion {
  /// Replaces a point only where it fulfils a filter: what locks and ledger rest on.
  static let conditionalWrites = ServerVersion(1, 16)
  /// Updates that insert nothing.
  static let updateModes = ServerVersion(1, 17)
  /// Named vectors that come and go without a new collection.
  static let namedVectorsInPlace = ServerVersion(1, 18)
  /// Scans that the server divides.
  static let slices = ServerVersion(1, 19)

  /// Throws for the first setting that needs a newer server than this one, which would not refuse it:
  /// it would not see it.
  func demand(_ declared: PayloadObject) throws(Refusal) {
    guard let need = VersionNeeds.unmet(declared, by: self).first else { return }
    throw Refusal(
      .tooOld, "\(need.path) needs Qdrant \(need.since) or newer, and the server is \(self)",
      hint: "upgrade the server, or take the setting out of the manifest")
  }
}
