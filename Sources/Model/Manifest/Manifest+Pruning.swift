extension Manifest {
  /// Whether points that are no longer desired go. In a generation that readers do not see yet they
  /// always do: `prune: false` keeps what readers have, not what a killed apply left behind.
  package func prunes(_ change: CollectionChange) -> Bool {
    if case .replace = change { return true }
    return sync.prune
  }
}
