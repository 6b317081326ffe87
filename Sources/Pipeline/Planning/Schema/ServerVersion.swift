internal import Model

/// "1.19.0" as numbers, for comparison. What comes after a dash does not count.
struct ServerVersion: Comparable, Sendable, CustomStringConvertible {
  let description: String
  private let numbers: [Int]

  init?(_ text: some StringProtocol) {
    let plain = text.prefix { $0 != "-" && $0 != "+" }
    let parts = (plain.hasPrefix("v") ? plain.dropFirst() : plain).split(
      separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
    description = String(text)
    self.numbers = numbers
  }

  /// The server's own, where there is a server.
  init?(of facts: TargetFacts) {
    guard let version = facts.version else { return nil }
    self.init(version)
  }

  private func number(_ place: Int) -> Int { place < numbers.count ? numbers[place] : 0 }

  private static func ordered(_ left: ServerVersion, _ right: ServerVersion) -> Int {
    for place in 0..<max(left.numbers.count, right.numbers.count)
    where left.number(place) != right.number(place) {
      return left.number(place) < right.number(place) ? -1 : 1
    }
    return 0
  }

  static func < (left: ServerVersion, right: ServerVersion) -> Bool { ordered(left, right) < 0 }
  static func == (left: ServerVersion, right: ServerVersion) -> Bool { ordered(left, right) == 0 }
}
