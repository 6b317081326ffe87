public import Model

/// A store that can say which names and versions it holds.
public protocol CatalogedStore: Store {
  /// What the catalog lists; nil where the store has none.
  func catalog() async throws -> Catalog?
}
