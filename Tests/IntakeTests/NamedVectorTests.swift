import Crypto
import Model
import Testing

@testable import Intake

@Suite struct `A row's vectors` {
  private var spaces: CollectionSpec {
    CollectionSpec(
      declared: PayloadObject(),
      vectors: [
        "title": VectorSpace(size: 2, distance: .cosine),
        "body": VectorSpace(size: 2, distance: .dot, isMulti: true),
      ], sparseVectors: ["words"])
  }

  private func point(
    _ row: SourceRow, _ collection: CollectionSpec, into vector: String? = nil
  ) throws -> Point {
    var manifest = MappingFixture().manifest
    manifest.collection = collection
    manifest.map.vector = vector
    let version = StoreVersion(name: "docs", version: "v1", files: [])
    let mapping = RowMapping(manifest, version: version)
    let point = try mapping.point(row)
    // A plan and an apply see the same.
    var scratch = HashScratch()
    #expect(try mapping.desired(row, &scratch).fingerprint == point.fingerprint)
    return point
  }

  private func message(_ row: SourceRow, _ collection: CollectionSpec) -> String? {
    do {
      _ = try point(row, collection)
      return nil
    } catch {
      return (error as? MappingError)?.message
    }
  }

  private func row(
    _ vector: [Float]? = nil, _ named: [(name: String, vector: Vector)]? = nil
  ) -> SourceRow {
    SourceRow(position: 7, id: .number(1), vector: vector, vectors: named.map { Vectors($0) })
  }

  private func sparse(_ values: [Float]) -> Vector {
    SparseVector(indices: [3, 9], values: values).map(Vector.sparse) ?? .dense([])
  }

  private func multi(_ values: [Float]) -> Vector {
    MultiVector(dimensions: 2, values: values).map(Vector.multi) ?? .dense([])
  }

  @Test func `go to the spaces of equal names, and others stay behind`() throws {
    let found = try point(
      row(
        nil,
        [
          ("title", .dense([1, 2])), ("words", sparse([1, 2])), ("body", multi([1, 2, 3, 4])),
          ("summary", .dense([9])),
        ]), spaces)
    #expect(found.vectors.byName.map(\.name) == ["body", "title", "words"])
    #expect(found.vectors["body"] == multi([1, 2, 3, 4]))
  }

  @Test func `take the one without a name to the only dense space, or where the map says`() throws {
    #expect(try point(row([1, 2]), spaces).vectors == Vectors([("title", .dense([1, 2]))]))
    var two = spaces
    two.vectors["other"] = VectorSpace(size: 2, distance: .dot)
    #expect(
      message(row([1, 2]), two)
        == "its vector has no name, and the collection has the spaces \"body\", \"other\", \"title\", \"words\""
    )
    #expect(
      try point(row([1, 2]), two, into: "other").vectors == Vectors([("other", .dense([1, 2]))]))
  }

  @Test func `are refused when they do not fit`() {
    #expect(message(row(), spaces) == "has no vector")
    #expect(
      message(row(nil, [("x", .dense([1]))]), spaces)
        == "has the vectors \"x\", and the collection has the spaces \"body\", \"title\", \"words\""
    )
    #expect(
      message(row(nil, [("title", .dense([1]))]), spaces)
        == "its vector \"title\" has 1 dimensions, and the collection wants 2")
    #expect(
      message(row(nil, [("title", .dense([0, 0]))]), spaces)
        == "its vector \"title\" is all zeros, which has no direction for Cosine")
    #expect(
      message(row(nil, [("title", multi([1, 2]))]), spaces)
        == "its vector \"title\" is a multivector, and the collection wants a dense one")
    #expect(
      message(row(nil, [("words", .dense([1]))]), spaces)
        == "its vector \"words\" is dense, and the collection wants a sparse one")
    #expect(
      message(row(nil, [("body", multi([1, 2, .nan, 4]))]), spaces)
        == "its vector \"body\" has a value that is not finite at dimension 0")
    #expect(
      message(row(nil, [("words", sparse([1, .infinity]))]), spaces)
        == "its vector \"words\" has a value that is not finite")
    #expect(
      message(row([1, 2], [("title", .dense([1, 2]))]), spaces)
        == "it has two vectors for the space \"title\": one of that name and one without")
  }

  @Test func `all count in the fingerprint, with their names and kinds`() throws {
    var hashes: Set<Hash128> = []
    let rows = [
      row([1, 2]), row([1, 3]), row(nil, [("body", multi([1, 2]))]),
      row(nil, [("body", multi([1, 2, 1, 2]))]), row(nil, [("words", sparse([1, 2]))]),
      row([1, 2], [("words", sparse([1, 2]))]), row([1, 2], [("words", sparse([1, 3]))]),
    ]
    for row in rows { hashes.insert(try point(row, spaces).fingerprint.vector) }
    #expect(hashes.count == rows.count)
  }

  /// The same numbers by name are the same content: an export may say it either way.
  @Test func `of a collection with one dense space have the fingerprint they always had`() throws {
    let one = CollectionSpec(
      declared: PayloadObject(), vectors: ["text": VectorSpace(size: 2, distance: .dot)])
    let plain = try point(row([1, 2]), one)
    let named = try point(row(nil, [("text", .dense([1, 2]))]), one)
    #expect(plain.fingerprint == named.fingerprint && plain.vectors == named.vectors)
  }
}
