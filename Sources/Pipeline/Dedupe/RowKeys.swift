internal import Model

/// What an exact rule compares of a row.
protocol RowKeys {
  func has(_ row: Int) -> Bool
  func hash(_ row: Int) -> UInt64
  func areEqual(_ left: Int, _ right: Int) -> Bool
}

struct IDKeys: RowKeys {
  let points: ContiguousArray<DesiredPoint>
  private let seed = UInt64.random(in: 0...UInt64.max)

  init(points: ContiguousArray<DesiredPoint>) { self.points = points }

  func has(_ row: Int) -> Bool { true }
  func hash(_ row: Int) -> UInt64 { points[row].mixedID(seed: seed) }
  func areEqual(_ left: Int, _ right: Int) -> Bool { points[left].hasID(of: points[right]) }
}

/// Content hashes are as good as they are, and need not be mixed.
struct VectorKeys: RowKeys {
  let points: ContiguousArray<DesiredPoint>

  func has(_ row: Int) -> Bool { true }
  func hash(_ row: Int) -> UInt64 { points[row].fingerprint.vector.low }
  func areEqual(_ left: Int, _ right: Int) -> Bool {
    points[left].fingerprint.vector == points[right].fingerprint.vector
  }
}

struct ColumnKeys: RowKeys {
  let keys: ContiguousArray<Hash128?>

  func has(_ row: Int) -> Bool { keys[row] != nil }
  func hash(_ row: Int) -> UInt64 { keys[row]?.low ?? 0 }
  func areEqual(_ left: Int, _ right: Int) -> Bool { keys[left] == keys[right] }
}
