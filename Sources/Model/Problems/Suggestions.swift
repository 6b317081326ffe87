/// What somebody probably meant.
public enum Suggestions {
  /// The names nearest to `word`, at most three, the nearest first; empty when none is near enough.
  public static func near(_ word: String, among names: [String]) -> [String] {
    let wanted = Array(word.lowercased().unicodeScalars)
    // A third of the letters may be wrong, and always one: "fmt" is three letters long.
    let limit = max(1, wanted.count / 3)
    var scored: [(name: String, distance: Int)] = []
    for name in names {
      let distance = distance(wanted, Array(name.lowercased().unicodeScalars), limit: limit)
      if let distance { scored.append((name, distance)) }
    }
    guard let best = scored.map(\.distance).min() else { return [] }
    return scored.filter { $0.distance == best }.prefix(3).map(\.name)
  }

  /// How many letters were left out, added, changed or swapped with their neighbour (the optimal
  /// string alignment form of Damerau and Levenshtein), or nil beyond `limit`.
  public static func distance<Letter: Equatable>(
    _ left: [Letter], _ right: [Letter], limit: Int = .max
  ) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let cost = left[row] == right[column] ? 0 : 1
        var best = min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
