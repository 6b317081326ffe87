import Model
import TestSupport
import Testing

@testable import Desired

@Suite struct `The desired set` {
  private func candidates(_ ids: [PointID]) -> Candidates {
    Candidates(
      points: ContiguousArray(
        ids.enumerated().map { row, id in
          DesiredPoint(
            id: id,
            fingerprint: Fingerprint(
              vector: Hash128(high: 1, low: UInt64(row)), payload: Hash128(high: 2, low: 3)),
            row: row)
        }))
  }

  private func everything(_ candidates: Candidates, dropping drops: [Drop] = []) -> Survivors {
    let fallen = Set(drops.map(\.row))
    return Survivors(
      kept: ContiguousArray(
        candidates.points.indices.map(Int32.init).filter { !fallen.contains($0) }),
      drops: ContiguousArray(drops), report: DedupeReport(input: candidates.points.count))
  }

  private func generated(_ seed: UInt64, count: Int = 200) -> [PointID] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      random.chance(50)
        ? .number((random.next() >> 32) << 16 | UInt64(index))
        : .uuid(UUID(high: random.next(), low: UInt64(index)))
    }
  }

  @Test(arguments: 0..<20)
  func `is sorted as targets scan, whatever the order of the rows`(seed: UInt64) throws {
    let ids = generated(seed)
    let input = candidates(ids)
    let set = try DesiredAssembly.desired(input, everything(input))
    #expect(set.points.map(\.id) == ids.sorted())
    #expect(set.rows == 200)
  }

  @Test func `has a digest that depends on content and not on row numbers`() throws {
    let ids = generated(1)
    let input = candidates(ids)
    var moved = input
    moved.points = ContiguousArray(
      input.points.reversed().enumerated().map {
        DesiredPoint(id: $1.id, fingerprint: $1.fingerprint, row: $0)
      })
    var changed = input
    changed.points[7] = DesiredPoint(
      id: ids[7],
      fingerprint: Fingerprint(vector: Hash128(high: 9, low: 9), payload: Hash128(high: 2, low: 3)),
      row: 7)
    let digest = try DesiredAssembly.desired(input, everything(input)).digest
    #expect(try DesiredAssembly.desired(moved, everything(moved)).digest == digest)
    #expect(try DesiredAssembly.desired(changed, everything(changed)).digest != digest)
  }

  @Test func `refuses two rows on one id and names both`() {
    let input = candidates([.number(4), .number(7), .number(4)])
    let error = #expect(throws: IDCollision.self) {
      try DesiredAssembly.desired(input, everything(input))
    }
    #expect(
      error?.description
        == "rows 0 and 2 both have the id 4; add a dedupe rule that decides between them, such as { by: id, keep: last }, or change `map.id`"
    )
  }

  @Test func `remembers ids that dedupe took away, but not those that another row brought back`()
    throws
  {
    let input = candidates([.number(4), .number(7), .number(4)])
    let drops = [Drop(row: 1, survivor: 0, rule: 0), Drop(row: 2, survivor: 0, rule: 0)]
    let set = try DesiredAssembly.desired(input, everything(input, dropping: drops))
    #expect(set.dropped == [.number(7)])
    #expect(set.points.map(\.id) == [.number(4)])
  }
}

@Suite struct `The row index` {
  private func set(_ seed: UInt64, count: Int) -> DesiredSet {
    var random = SeededGenerator(seed: seed)
    var points: ContiguousArray<DesiredPoint> = []
    for row in 0..<count {
      let id: PointID =
        row % 2 == 0 ? .number(UInt64(row)) : .uuid(UUID(high: random.next(), low: random.next()))
      points.append(
        DesiredPoint(
          id: id,
          fingerprint: Fingerprint(
            vector: Hash128(high: random.next(), low: random.next()),
            payload: Hash128(high: random.next(), low: random.next())),
          row: row))
    }
    points.sort(by: DesiredPoint.precedes)
    return DesiredSet(
      points: points, digest: Hash128(high: 5, low: 6),
      dedupe: DedupeReport(
        input: count + 2,
        rules: [
          .init(
            name: "text \"x\"", dropped: 2,
            recall: .init(sampled: 9, missed: 1, share: 0.984375)),
          .init(name: "similarity 1.0", dropped: 0, recall: .init(sampled: 0, missed: 0, share: 1)),
        ]),
      rows: count + 2, dropped: [.number(3), .uuid(UUID(high: 1, low: 2))])
  }

  private func bytes(_ set: DesiredSet, key: String = "k") throws -> [UInt8] {
    var bytes: [UInt8] = []
    try RowIndex.write(set, key: key) { bytes += $0 }
    return bytes
  }

  private func read(_ bytes: [UInt8], key: String = "k", chunk: Int = 1 << 20) -> DesiredSet? {
    var reader = RowIndexReader(key: key)
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      guard reader.take(Array(bytes[start..<min(start + chunk, bytes.count)])) else { return nil }
    }
    return reader.finish()
  }

  @Test(arguments: [0, 1, 2, 99, 40_000], [1, 7, 4096, 1 << 20])
  func `reads back what was written, in chunks of any size`(count: Int, chunk: Int) throws {
    guard count < 1000 || chunk > 1000 else { return }
    let written = set(UInt64(count), count: count)
    let found = try #require(read(try bytes(written), chunk: chunk))
    #expect(found.points == written.points)
    #expect(found.digest == written.digest)
    #expect(found.dedupe == written.dedupe)
    #expect(found.rows == written.rows)
    #expect(found.dropped == written.dropped)
  }

  @Test func `is no index for another key`() throws {
    #expect(read(try bytes(set(1, count: 5)), key: "other") == nil)
  }

  @Test func `is no index when cut anywhere or when any byte differs`() throws {
    let whole = try bytes(set(2, count: 6))
    for length in 0..<whole.count { #expect(read(Array(whole[..<length])) == nil) }
    for place in whole.indices {
      var damaged = whole
      damaged[place] ^= 0x41
      #expect(read(damaged) == nil, "byte \(place)")
    }
    #expect(read(whole + [0]) == nil)
  }
}
