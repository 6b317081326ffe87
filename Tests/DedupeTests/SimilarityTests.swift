import Model
import TestSupport
import Testing

@testable import Dedupe

@Suite struct `Dedupe by similarity, on generated vectors` {
  @Test(arguments: 0..<500)
  func `agrees with a comparison of all pairs, whatever the blocks and the threads`(seed: UInt64)
    async throws
  {
    let scene = SimilarityCase(seed: seed)
    let naive = scene.naiveOwners
    let block = [1, 2, 5, 16, 2048][Int(seed % 5)]
    let found = try await scene.owners(blockLimit: block, workers: 1 + Int(seed % 3))
    #expect(Array(found.owners) == naive, "threshold \(scene.threshold)")
    #expect(found.recall == nil)
  }

  @Test(arguments: 0..<100)
  func `a second search over those that stay drops nothing`(seed: UInt64) async throws {
    let scene = SimilarityCase(seed: seed)
    let first = try await scene.owners()
    let kept = first.owners.indices.filter { first.owners[$0] < 0 }.map(Int32.init)
    let second = try await scene.owners(among: kept)
    #expect(second.owners.allSatisfy { $0 < 0 })
  }

  @Test(arguments: 0..<40)
  func `an index drops only what is similar, and says how much it found`(seed: UInt64) async throws
  {
    let scene = SimilarityCase(seed: seed, rows: 300)
    let found = try await scene.owners(exact: false, blockLimit: 64)
    for (rank, owner) in found.owners.enumerated() where owner >= 0 {
      #expect(owner < rank && found.owners[Int(owner)] < 0)
      let similarity = SimilarityCase.similarity(
        scene.vectors[rank], scene.vectors[Int(owner)])
      #expect(similarity >= scene.threshold - 1e-12)
    }
    let recall = try #require(found.recall)
    let kept = found.owners.indices.filter { found.owners[$0] < 0 }
    let missed = kept.filter { row in
      kept.contains {
        $0 < row
          && SimilarityCase.similarity(scene.vectors[$0], scene.vectors[row])
            >= scene.threshold - 1e-12
      }
    }
    #expect(recall.sampled == kept.count)
    #expect(recall.missed == missed.count, "every row that stays was looked at")
    let again = try await scene.owners(exact: false, blockLimit: 64, workers: 1)
    #expect(again.owners == found.owners && again.recall == recall)
  }

  /// Wide vectors in clusters, so that sketches leave something out and cells have something to do.
  @Test func `sketches and cells lose nothing that counts`() async throws {
    var random = SeededGenerator(seed: 5)
    func noise() -> Float { Float(random.below(2001)) / 1000 - 1 }
    let centres = (0..<25).map { _ in (0..<72).map { _ in noise() } }
    var scene = SimilarityCase(seed: 0, rows: 0)
    let vectors = (0..<500).map { row in
      let spread = Float([0, 0.1, 0.2, 0.3, 0.6][row % 5])
      return centres[random.below(25)].map { $0 + spread * noise() }
    }
    scene = SimilarityCase(vectors, threshold: 0.95)
    let naive = scene.naiveOwners
    #expect(try await Array(scene.owners(blockLimit: 100).owners) == naive)
    let approximate = try await scene.owners(exact: false, blockLimit: 100)
    let (all, found) = (naive.count { $0 >= 0 }, approximate.owners.count { $0 >= 0 })
    #expect(all > 150 && Double(found) >= 0.99 * Double(all), "\(found) of \(all)")
    #expect((approximate.recall?.share ?? 0) >= 0.99)
  }
}

extension SimilarityCase {
  init(_ vectors: [[Float]], threshold: Double) {
    self.vectors = vectors
    self.threshold = threshold
    dimensions = vectors[0].count
  }
}

@Suite struct `Dedupe by similarity, as a rule among others` {
  /// Rows with ids that repeat, times that tie, and vectors that are near each other.
  private func candidates(_ scene: SimilarityCase, _ seed: UInt64, order: [Int]) -> Candidates {
    var random = SeededGenerator(seed: seed)
    let times = scene.vectors.map { _ in
      random.chance(20) ? OrderValue.missing : .number(Double(random.below(4)))
    }
    let ids = scene.vectors.indices.map { _ in UInt64(random.below(200)) }
    var candidates = Candidates(rules: [RuleColumn(), RuleColumn()])
    for (place, row) in order.enumerated() {
      let fingerprint = Fingerprint(
        vector: Hash128(high: 0, low: UInt64(row)), payload: Hash128(high: 0, low: UInt64(row % 3)))
      candidates.points.append(
        DesiredPoint(id: .number(ids[row]), fingerprint: fingerprint, row: place))
      candidates.rules[1].orders.append(times[row])
    }
    candidates.vectors = ArrayShelf(
      order.map { scene.vectors[$0] }, dimensions: scene.dimensions)
    return candidates
  }

  private func rules(_ scene: SimilarityCase, _ seed: UInt64) -> [DedupeRule] {
    let keep: [DedupeRule.Keep] = [.newest, .oldest, .highest]
    return [
      DedupeRule(by: .id),
      DedupeRule(
        by: .similarity(scene.threshold), keep: keep[Int(seed % 3)], order: "at",
        missing: seed.isMultiple(of: 2) ? .keep : .drop),
    ]
  }

  @Test(arguments: 0..<200)
  func `every row stays or names a similar one that stays, in any order of the input`(seed: UInt64)
    async throws
  {
    let scene = SimilarityCase(seed: seed)
    let rules = rules(scene, seed)
    let order = Array(scene.vectors.indices)
    let input = candidates(scene, seed, order: order)
    let result = try await Deduplication(rules).survivors(of: input)
    #expect(result.kept.count + result.drops.count == scene.vectors.count)
    #expect(result.report.rules.map(\.name) == ["id", "similarity \(scene.threshold)"])
    let kept = Set(result.kept)
    for drop in result.drops where drop.rule == 1 {
      #expect(kept.contains(drop.survivor))
      let similarity = SimilarityCase.similarity(
        scene.vectors[Int(drop.row)], scene.vectors[Int(drop.survivor)])
      #expect(similarity >= scene.threshold - 1e-12)
    }
    var random = SeededGenerator(seed: seed &+ 1)
    let shuffled = order.shuffled(using: &random)
    let other = try await Deduplication(rules).survivors(
      of: candidates(scene, seed, order: shuffled))
    #expect(other.kept.map { shuffled[Int($0)] }.sorted() == result.kept.map(Int.init))
    #expect(
      Set(other.drops.map { [shuffled[Int($0.row)], shuffled[Int($0.survivor)]] })
        == Set(result.drops.map { [Int($0.row), Int($0.survivor)] }))
  }

  @Test(arguments: 0..<20)
  func `an index is used beyond so many rows, and sees them in any order alike`(seed: UInt64)
    async throws
  {
    let scene = SimilarityCase(seed: seed, rows: 60)
    var dedupe = Deduplication([DedupeRule(by: .id), DedupeRule(by: .similarity(scene.threshold))])
    let order = Array(scene.vectors.indices)
    var input = candidates(scene, seed, order: order)
    let exact = try await dedupe.survivors(of: input)
    #expect(exact.report.rules.map(\.recall) == [nil, nil])
    dedupe.exactLimit = 10
    let result = try await dedupe.survivors(of: input)
    #expect(result.report.rules[0].recall == nil)
    #expect(result.report.rules[1].recall?.sampled == result.kept.count)
    var random = SeededGenerator(seed: seed)
    let shuffled = order.shuffled(using: &random)
    input = candidates(scene, seed, order: shuffled)
    let other = try await dedupe.survivors(of: input)
    #expect(other.kept.map { shuffled[Int($0)] }.sorted() == result.kept.map(Int.init))
    #expect(other.report == result.report)
  }

  @Test func `a row that lacks the field is left alone where it is to be kept`() async throws {
    let scene = SimilarityCase([[1, 0], [1, 0], [1, 0]], threshold: 1)
    var input = Candidates(rules: [RuleColumn(orders: [.missing, .number(1), .number(2)])])
    for row in 0..<3 {
      let hash = Hash128(high: 0, low: UInt64(row))
      input.points.append(
        DesiredPoint(
          id: .number(UInt64(row)), fingerprint: Fingerprint(vector: hash, payload: hash), row: row)
      )
    }
    input.vectors = ArrayShelf(scene.vectors, dimensions: 2)
    let rule = DedupeRule(by: .similarity(1), keep: .newest, order: "at", missing: .keep)
    let result = try await Deduplication([rule]).survivors(of: input)
    #expect(result.kept == [0, 2])
    #expect(result.drops == [Drop(row: 1, survivor: 2, rule: 0)])
  }
}

@Suite struct `The cosine that decides` {
  @Test func `vectors of one direction have exactly one`() {
    #expect(Cosine.similarity([0.1, 0.2, 0.3], [0.1, 0.2, 0.3]) == 1)
    #expect(Cosine.similarity([0.1, 0.2, 0.3, 5, 6], [0.2, 0.4, 0.6, 10, 12]) == 1)
    #expect(Cosine.similarity([1, 2], [-1, -2]) == -1)
    #expect(Cosine.similarity([3, 4], [1, 0]) == 0.6)
    #expect(Cosine.similarity([1e38, 1e38], [1e-38, 1e-38]) == 1)
  }

  @Test func `thresholds are reached from below by a rounding error and no more`() {
    #expect(Cosine.isReached(0.6, by: 0.6))
    #expect(Cosine.isReached(0.6, by: 0.6 - 1e-13))
    #expect(!Cosine.isReached(0.6, by: 0.6 - 1e-11))
  }

  /// Four sums of every fourth product, added up two and two.
  @Test func `is added up in the order that is written down`() {
    let left: [Float] = [1e8, 1, 3, 0.1, -1e8, 2, 5, 0.3, 7]
    let right: [Float] = [1e8, 3, 1, 0.7, 1e8, 1, 9, 0.2, 11]
    let products = zip(left, right).map { Double($0) * Double($1) }
    let sums = (0..<4).map { lane in
      stride(from: lane, to: products.count, by: 4).reduce(0) { $0 + products[$1] }
    }
    #expect(Cosine.product(left, right) == (sums[0] + sums[1]) + (sums[2] + sums[3]))
  }
}

@Suite struct `A table of keys` {
  /// Hashes that collide everywhere, so that only the comparison of keys tells rows apart.
  @Test func `tells keys apart whatever their hashes are`() {
    var table = KeyTable(capacity: 100)
    let keys = (0..<100).map { $0 % 13 }
    var groups: [UInt32] = []
    for (row, key) in keys.enumerated() {
      let (group, isNew) = table.group(of: Int32(row), hash: UInt64(key % 2)) {
        keys[Int($0)] == key
      }
      #expect(isNew == (row < 13))
      groups.append(group)
    }
    for (row, key) in keys.enumerated() {
      #expect(
        table[groups[row]] == Int32(key), "the first row of the key stays until it is replaced")
    }
    table[groups[5]] = 44
    #expect(table[groups[18]] == 44 && table[groups[6]] == 6)
  }
}
