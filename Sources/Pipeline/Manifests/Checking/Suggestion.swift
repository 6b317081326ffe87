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
    let ranked = candidates.map { (candidate: $0, distance: distance(plain, normalized($0))) }
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

  /// Damerau and Levenshtein: insertions, deletions, replacements, and swaps of neighbours.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
