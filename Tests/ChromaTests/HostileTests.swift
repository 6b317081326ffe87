import Glibc
import Host
import Model
import SQLite
import StoreBytes
import TestSupport
import Testing

@testable import Chroma

@Suite(.timeLimit(.minutes(15))) struct `A hostile Chroma store` {
  private let scene = ChromaScene()

  static let computed: [(String, String)] = [
    (
      "ALTER TABLE embeddings RENAME TO e; CREATE VIEW embeddings AS SELECT * FROM e",
      "embeddings is not a plain table: its view would compute something while it is read"
    ),
    (
      "DROP TABLE max_seq_id; CREATE VIRTUAL TABLE max_seq_id USING fts5(segment_id, seq_id)",
      "max_seq_id is not a plain table: its table would compute something while it is read"
    ),
    (
      "ALTER TABLE segments ADD COLUMN more TEXT AS (hex(zeroblob(100000000)))",
      "a column of segments is computed while it is read"
    ),
    (
      "CREATE INDEX slow ON embeddings_queue (length(vector))",
      "embeddings_queue is not a plain table: its index would compute something while it is read"
    ),
    (
      "DROP TABLE databases; CREATE TABLE databases (id TEXT CHECK (length(id) > 1), name, tenant_id)",
      "databases is not a plain table: its table would compute something while it is read"
    ),
  ]

  @Test(arguments: computed)
  func `cannot make its reader compute`(sql: String, message: String) async throws {
    try await scene.run(sql)
    let error = try #require(try await scene.refusal())
    #expect(error.code == .hostile)
    #expect(error.message == message)
  }

  @Test func `has triggers that never fire`() async throws {
    try await scene.run(
      """
      CREATE TRIGGER t AFTER INSERT ON embeddings BEGIN DELETE FROM collections; END;
      CREATE TRIGGER u AFTER UPDATE ON collections BEGIN DELETE FROM embeddings; END;
      """)
    #expect(try await scene.rows() == ChromaScene.expected)
  }

  static let wrong: [(String, FormatError.Code, String)] = [
    (
      "UPDATE embeddings SET embedding_id = x'FF' WHERE id = 2", .corrupt,
      "column embedding_id holds blob, not text"
    ),
    (
      "UPDATE embedding_metadata SET string_value = CAST(x'FF41' AS TEXT) WHERE key != 'n'",
      .corrupt, "the text in column string_value is not UTF-8"
    ),
    (
      "UPDATE embedding_metadata SET int_value = 'many' WHERE key = 'n'", .corrupt,
      "column int_value holds text, not integer"
    ),
    (
      "UPDATE embeddings_queue SET vector = 'text' WHERE seq_id = 2", .corrupt,
      "operation 2 of the queue is of no known kind"
    ),
    (
      "UPDATE embeddings_queue SET operation = 9 WHERE seq_id = 2", .corrupt,
      "operation 2 of the queue is of no known kind"
    ),
    (
      "UPDATE embeddings_queue SET vector = zeroblob(12) WHERE seq_id = 2", .corrupt,
      "operation 2 has a vector of 3 dimensions, the collection has 2"
    ),
    (
      "UPDATE embeddings_queue SET vector = x'00' WHERE seq_id = 2", .corrupt,
      "column vector has 1 bytes, not whole floats"
    ),
    (
      "UPDATE embeddings_queue SET encoding = 'INT32' WHERE seq_id = 2", .unsupported,
      "operation 2 has a vector in INT32; FLOAT32 is what is known"
    ),
    (
      "INSERT INTO max_seq_id VALUES ('rows-1', 1)", .mismatch,
      "operation 2 is queued and not yet in the rows, which end at 1"
    ),
    (
      "INSERT INTO max_seq_id VALUES ('rows-1', x'0102')", .corrupt,
      "max_seq_id holds something that is no number"
    ),
    (
      "UPDATE collections SET dimension = -1", .corrupt, "the collection \"docs\" has -1 dimensions"
    ),
    (
      "UPDATE collections SET config_json_str = '{'", .corrupt,
      "config_json_str of a collection is no JSON: the text ends in the middle of a value"
    ),
    (
      "INSERT INTO collection_metadata VALUES ('c1', 'hnsw:space', 'round', NULL, NULL, NULL)",
      .unsupported, "the collection \"docs\" measures in an unknown space \"round\""
    ),
    (
      "INSERT INTO segments VALUES ('rows-9', 's', 'METADATA', 'c1')", .corrupt,
      "the segments rows-1 and rows-9 are the same part of one collection"
    ),
    (
      "DROP TABLE segments", .wrongContent,
      "there is no table segments in it; it is no database of Chroma"
    ),
    (
      "UPDATE embedding_metadata SET string_value = CAST(zeroblob(70000000) AS TEXT) WHERE key != 'n'",
      .tooLarge, "string or blob too big"
    ),
    (
      "DROP TABLE embedding_metadata; CREATE TABLE embedding_metadata (id, key, string_value, int_value, float_value)",
      .corrupt, "the index of the metadata is missing"
    ),
  ]

  @Test(arguments: wrong)
  func `is refused with a reason`(sql: String, code: FormatError.Code, message: String) async throws
  {
    try await scene.run(sql)
    let error = try #require(try await scene.refusal())
    #expect(error.code == code, "\(error)")
    #expect(error.message == message)
  }

  @Test func `with an index that hides rows is refused`() async throws {
    try await scene.run("")
    // One id in the index becomes another; the table keeps the right one.
    var bytes = try Files.read(scene.path + "/chroma.sqlite3", limit: 1 << 20)
    let needle = Array("rows-1b".utf8)
    let place = try #require(
      bytes.indices.last { start in
        start + needle.count <= bytes.count && Array(bytes[start..<start + needle.count]) == needle
      })
    bytes[place + needle.count - 1] = UInt8(ascii: "x")
    scene.scratch.write("chroma.sqlite3", bytes)
    let error = try #require(try await scene.refusal())
    #expect(error.code == .corrupt && error.message.hasPrefix("the table embeddings is damaged: "))
  }

  static let headers: [(Int, UInt64, FormatError.Code)] = [
    (0, 2, .unsupported), (4, 1, .corrupt), (12, 1, .corrupt), (20, 9, .corrupt),
    (20, .max, .corrupt), (20, 1, .mismatch), (28, 29, .corrupt), (28, .max, .corrupt),
    (36, 24, .corrupt), (36, .max, .corrupt), (44, 8, .corrupt), (44, .max, .corrupt),
    (60, 7, .corrupt), (68, 1 << 62, .corrupt), (76, 3, .corrupt),
  ]

  /// Twice the number is the number of links, but for the bit that is lost.
  @Test func `with links beyond all numbers is refused`() async throws {
    try await scene.run("")
    scene.writeSegment([(1, [1, 2], false)], labels: [(1, "a")]) { header in
      (header[67], header[83]) = (0x80, 0x80)
    }
    #expect(try await scene.refusal()?.code == .corrupt)
  }

  @Test(arguments: headers)
  func `with a header that lies is refused`(offset: Int, value: UInt64, code: FormatError.Code)
    async throws
  {
    try await scene.run("")
    scene.writeSegment(
      [(1, [1, 2], false), (2, [3, 4], false)], labels: [(1, "a"), (2, "b")]
    ) { header in
      for place in 0..<(offset == 0 ? 4 : 8) {
        header[offset + place] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(place)))
      }
    }
    let error = try #require(try await scene.refusal())
    #expect(error.code == code, "\(error)")
  }

  @Test(arguments: SegmentFileName.allCases.filter { $0 != .links })
  func `with a part of a segment cut or missing is refused`(name: SegmentFileName) async throws {
    try await scene.run(
      """
      DELETE FROM embeddings_queue;
      INSERT INTO collection_metadata VALUES ('c1', 'hnsw:space', 'cosine', NULL, NULL, NULL);
      """)
    func write() {
      scene.writeSegment(
        [(1, [1, 0], false), (2, [0, 1], false)], room: 2, lengths: [1, 2],
        labels: [(1, "a"), (2, "b")])
    }
    write()
    #expect(try await scene.rows().map(\.vector) == [[1, 0], [0, 2]])
    let file = "vectors-1/" + name.rawValue
    let whole = try Files.read(scene.path + "/" + file, limit: 1 << 20)
    for count in [0, 1, whole.count / 2, whole.count - 1] {
      scene.scratch.write(file, Array(whole[..<count]))
      let error = try #require(try await scene.refusal(), "\(file) cut to \(count)")
      #expect([.truncated, .corrupt].contains(error.code), "\(error)")
    }
    guard name != .labels else { return }
    try Files.removeTree(scene.path + "/" + file)
    #expect(try await scene.refusal()?.code == .mismatch)
  }

  @Test func `with two elements of one label is refused`() async throws {
    try await scene.run("")
    scene.writeSegment([(1, [1, 2], false), (1, [3, 4], false)], labels: [(1, "a")])
    #expect(try await scene.refusal()?.message == "two elements of the index have the label 1")
  }

  @Test func `runs nothing from its pickle`() async throws {
    try await scene.run("")
    scene.writeSegment([(1, [1, 2], false)], labels: [(1, "a")])
    let call = "cos\nsystem\n(S'touch \(scene.path)/ran'\ntR."
    scene.scratch.write("vectors-1/index_metadata.pickle", call)
    #expect(try await scene.refusal()?.code == .hostile)
    #expect(!Files.exists(scene.path + "/ran"))
  }
}
