/// One row of a generated store.
public struct GeneratedRow: Hashable, Sendable {
  public var id: String
  public var text: String
  public var page: Int
  public var vector: [Float]

  /// As a line of JSON Lines, without the line break.
  public var line: String {
    let numbers = vector.map { "\($0)" }.joined(separator: ",")
    return "{\"id\":\"\(id)\",\"text\":\"\(text)\",\"metadata\":{\"page\":\(page)},"
      + "\"vector\":[\(numbers)]}"
  }
}

/// The rows of one version of a generated store; the same for the same seed.
public struct GeneratedRows: Sendable {
  public var rows: [GeneratedRow]

  public init(_ rows: [GeneratedRow]) {
    self.rows = rows
  }

  public init(seed: UInt64, count: Int, dimensions: Int) {
    var random = SeededGenerator(seed: seed)
    rows = (0..<count).map { GeneratedRow.made($0, dimensions, &random) }
  }

  /// The next version: some rows leave, some come, some get a new vector, some only a new text.
  public func bumped(seed: UInt64) -> GeneratedRows {
    var random = SeededGenerator(seed: seed)
    let dimensions = rows.first?.vector.count ?? 1
    var next: [GeneratedRow] = []
    for var row in rows {
      switch random.below(100) {
      case ..<12: continue
      case ..<35: row.vector = GeneratedRow.vector(dimensions, &random)
      case ..<65: row.text += ", edition \(random.below(1000))"
      default: break
      }
      next.append(row)
    }
    let first = 10_000_000 * Int(1 + seed % 1000)
    for number in 0..<max(1, rows.count / 6) {
      next.append(.made(first + random.below(1000) + 1000 * number, dimensions, &random))
    }
    return GeneratedRows(next)
  }

  /// The same rows as another model would embed them.
  public func resized(to dimensions: Int, seed: UInt64) -> GeneratedRows {
    var random = SeededGenerator(seed: seed)
    return GeneratedRows(
      rows.map {
        var row = $0
        row.vector = GeneratedRow.vector(dimensions, &random)
        return row
      })
  }

  public func shuffled(seed: UInt64) -> GeneratedRows {
    var random = SeededGenerator(seed: seed)
    return GeneratedRows(rows.shuffled(using: &random))
  }

  public var text: String { rows.map { $0.line + "\n" }.joined() }
}

extension GeneratedRow {
  /// Ids of both kinds: numbers, and texts that become UUIDs.
  fileprivate static func made(
    _ number: Int, _ dimensions: Int, _ random: inout SeededGenerator
  ) -> GeneratedRow {
    GeneratedRow(
      id: number % 2 == 0 ? "\(number)" : "page-\(number)", text: "text \(number)",
      page: random.below(40), vector: vector(dimensions, &random))
  }

  fileprivate static func vector(_ dimensions: Int, _ random: inout SeededGenerator) -> [Float] {
    (0..<dimensions).map { _ in Float(random.below(2001) - 1000) / 1024 + 1 / 4096 }
  }
}
