/// Which bytes of a file are there: ranges that neither touch nor overlap, in order.
struct RangeSet: Hashable, Sendable {
  private(set) var ranges: [Range<UInt64>] = []

  mutating func insert(_ range: Range<UInt64>) {
    guard !range.isEmpty else { return }
    let first = place { $0.upperBound < range.lowerBound }
    let last = place { $0.lowerBound <= range.upperBound }
    guard first < last else { return ranges.insert(range, at: first) }
    let merged =
      min(
        range.lowerBound, ranges[first].lowerBound)..<max(
        range.upperBound, ranges[last - 1].upperBound)
    ranges.replaceSubrange(first..<last, with: [merged])
  }

  /// What of a range is not there, in order.
  func missing(_ range: Range<UInt64>) -> [Range<UInt64>] {
    var missing: [Range<UInt64>] = []
    var start = range.lowerBound
    var index = place { $0.upperBound <= range.lowerBound }
    while start < range.upperBound {
      guard index < ranges.count, ranges[index].lowerBound < range.upperBound else {
        missing.append(start..<range.upperBound)
        break
      }
      if ranges[index].lowerBound > start { missing.append(start..<ranges[index].lowerBound) }
      start = max(start, ranges[index].upperBound)
      index += 1
    }
    return missing
  }

  /// The first range for which `isBefore` is false.
  private func place(_ isBefore: (Range<UInt64>) -> Bool) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(ranges[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
