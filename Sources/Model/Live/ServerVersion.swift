/// "1.19.0" as numbers, for comparison. What comes after a dash does not count.
public struct ServerVersion: Comparable, Sendable, CustomStringConvertible {
  private let numbers: [Int]

  public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    numbers = [major, minor, patch]
  }

  public init?(_ text: some StringProtocol) {
    let plain = text.prefix { $0 != "-" && $0 != "+" }
    let parts = (plain.hasPrefix("v") ? plain.dropFirst() : plain).split(
      separator: ".", omittingEmptySubsequences: false)
    numbers = parts.compactMap { Int($0) }
    guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
  }

  /// The server's own, where there is a server.
  public init?(of facts: TargetFacts) {
    guard let version = facts.version else { return nil }
    self.init(version)
  }

  /// With as many numbers as it was given.
  public var description: String { numbers.map(String.init).joined(separator: ".") }

  private func number(_ place: Int) -> Int { place < numbers.count ? numbers[place] : 0 }

  private static func ordered(_ left: ServerVersion, _ right: ServerVersion) -> Int {
    for place in 0..<max(left.numbers.count, right.numbers.count)
    where left.number(place) != right.number(place) {
      return left.number(place) < right.number(place) ? -1 : 1
    }
    return 0
  }

  public static func < (left: ServerVersion, right: ServerVersion) -> Bool {
    ordered(left, right) < 0
  }

  public static func == (left: ServerVersion, right: ServerVersion) -> Bool {
    ordered(left, right) == 0
  }
}
