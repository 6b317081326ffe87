internal import Model

/// What was probably meant.
enum Suggestion {
  /// The candidate that is nearest to a word, where it is near enough to be meant.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let plain = normalized(word)
    if let same = candidates.first(where: { normalized($0) == plain }) { return same }
    guard word.utf8.count <= 64 else { return nil }
    // `hnsw` for `hnsw_config`.
    let longer = candidates.filter { normalized($0).starts(with: plain) }
    if plain.count >= 4, longer.count == 1 { return longer[0] }
    let ranked = candidates.map {
      (candidate: $0, distance: Suggestions.distance(plain, normalized($0)) ?? .max)
    }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    let allowed = max(1, min(word.utf8.count, best.candidate.utf8.count) / 3)
    return best.distance <= allowed ? best.candidate : nil
  }

  /// Without case, underscores and hyphens: `maxDelete`, `max_delete` and `MaxDelete` are one word.
  static func normalized(_ word: String) -> [UInt8] {
    word.utf8.compactMap { byte in
      if byte == 0x5F || byte == 0x2D { return nil }
      return (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
  }
}
