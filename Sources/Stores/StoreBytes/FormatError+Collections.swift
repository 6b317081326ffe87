public import Model

extension FormatError {
  /// A collection was asked for that a store does not hold; `held` is empty where it holds one set of
  /// rows that has no name.
  public static func noSuchCollection(
    _ name: String, in version: StoreVersion, held: [String]
  ) -> FormatError {
    let shown = held.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
    return FormatError(
      .noSuchCollection, version.name, "there is no collection \"\(name)\" in it",
      hints: [
        held.isEmpty
          ? "it holds one set of rows; leave the collection out"
          : "it holds \(shown)\(held.count > 20 ? " and others" : "")"
      ])
  }
}

extension RowSelection {
  /// For formats that hold one set of rows, which has no name.
  public func requireNoCollection(in version: StoreVersion) throws(FormatError) {
    if let name = collection {
      throw FormatError.noSuchCollection(name, in: version, held: [])
    }
  }
}
