import Host
import Model
import SQLite
import StoreBytes
import TestSupport
import Testing

@testable import Chroma

@Suite(.timeLimit(.minutes(15))) struct `Rows of a Chroma store` {
  private let scene = ChromaScene()

  @Test func `come from the tables and the queue`() async throws {
    try await scene.run("")
    #expect(try await scene.rows() == ChromaScene.expected)
    let reader = try await scene.reader()
    #expect(try await reader.fetch([1]) == [ChromaScene.expected[1]])
    let report = try await reader.inspect(full: false)
    #expect(report.rows == 2 && report.vectors == 2 && report.dimensions == 2)
    #expect(report.metric == "l2" && report.collections == ["docs"] && report.problems.isEmpty)
  }

  @Test func `take their vectors from the index, and what is newer from the queue`() async throws {
    try await scene.run(
      """
      DELETE FROM embeddings_queue;
      INSERT INTO embeddings VALUES (3, 'rows-1', 'c', 3), (4, 'rows-1', 'd', 4);
      INSERT INTO max_seq_id VALUES ('vectors-1', 10), ('rows-1', 13);
      INSERT INTO embeddings_queue VALUES
        (9, 1, 'persistent://default/default/c1', 'a', x'0000000000000000', 'FLOAT32', NULL),
        (11, 1, 'persistent://default/default/c1', 'b', x'000040400000C0BF', 'FLOAT32', NULL),
        (12, 0, 'persistent://default/default/c1', 'b', x'0000000000000000', 'FLOAT32', NULL),
        (13, 0, 'persistent://default/default/c1', 'd', x'0000A0400000A040', 'FLOAT32', NULL);
      """)
    scene.writeSegment(
      [(5, [9, 9], true), (1, [1, 2], false), (2, [8, 8], false), (3, [4, 4], false)],
      labels: [(1, "a"), (2, "b"), (3, "c")])
    #expect(try await scene.rows().map(\.vector) == [[1, 2], [3, -1.5], [4, 4], [5, 5]])
  }

  @Test func `get the length back that cosine took away`() async throws {
    try await scene.run(
      """
      DELETE FROM embeddings_queue;
      INSERT INTO collection_metadata VALUES ('c1', 'hnsw:space', 'cosine', NULL, NULL, NULL);
      """)
    scene.writeSegment(
      [(1, [0.6, 0.8], false), (2, [1, 0], false)], lengths: [5, 0.1], labels: [(1, "a"), (2, "b")])
    let wanted: [[Float]] = [[Float(0.6) * 5, Float(0.8) * 5], [0.1, 0]]
    #expect(try await scene.rows().map(\.vector) == wanted)
    #expect(try await scene.reader().inspect(full: false).metric == "cosine")
  }

  @Test func `without a vector anywhere are told`() async throws {
    try await scene.run("DELETE FROM embeddings_queue WHERE seq_id = 1")
    #expect(try await scene.rows().map(\.vector) == [nil, [3, -1.5]])
    for full in [false, true] {
      let problems = try await scene.reader().inspect(full: full).problems
      #expect(
        problems.first
          == StoreProblem(
            .warning, code: "PS150",
            "1 of 2 rows have a vector neither in their index nor in the queue, first row 0"))
      #expect(!problems.contains { $0.code == "PS103" })
    }
  }

  @Test func `that belong to nobody are told and left out`() async throws {
    try await scene.run(
      """
      INSERT INTO embeddings VALUES (7, 'gone', 'x', 1), (8, 'gone', 'y', 1);
      INSERT INTO embedding_metadata VALUES (2, 'big', NULL, NULL, 9e999, NULL);
      """)
    scene.writeSegment(
      [(1, [1, 2], false), (4, [1, 2], false)], labels: [(1, "a"), (4, "nobody")])
    let rows = try await scene.rows()
    #expect(rows.count == 2 && rows[1].metadata == ["big": .null])
    let problems = try await scene.reader().inspect(full: true).problems
    #expect(
      problems.map(\.message) == [
        "1 vectors in the indexes belong to no row and are left out",
        "2 rows are of collections that were deleted and are left out",
        "1 of 2 rows have no text", "1 numbers in the metadata are infinite and become null",
      ])
    #expect(problems.map(\.code) == ["PS152", "PS151", "PS105", "PS154"])
  }

  @Test func `are told apart by the bytes of their ids`() async throws {
    try await scene.run(
      """
      UPDATE embeddings SET embedding_id = char(233) WHERE id = 1;
      UPDATE embeddings SET embedding_id = 'e' || char(769) WHERE id = 2;
      UPDATE embeddings_queue SET id = 'e' || char(769) WHERE seq_id = 1;
      UPDATE embeddings_queue SET id = char(233) WHERE seq_id = 2;
      """)
    #expect(try await scene.rows().map(\.vector) == [[3, -1.5], [1, 2]])
  }

  @Test func `say whose they are where a store has several collections`() async throws {
    try await scene.run(
      """
      INSERT INTO databases VALUES ('d2', 'second', 'tenant');
      INSERT INTO collections VALUES ('c2', 'docs', NULL, 'd2', NULL), ('c3', 'Zoo', 2, 'd1', '');
      INSERT INTO segments VALUES ('rows-3', 's', 'METADATA', 'c3'), ('rows-2', 's', 'METADATA', 'c2');
      INSERT INTO embeddings VALUES (3, 'rows-3', 'a', 1), (4, 'rows-2', 'z', 2);
      """)
    #expect(
      try await scene.rows().map {
        "\($0.position) \($0.collection ?? "") \($0.id?.description ?? "")"
      }
        == [
          "0 Zoo a", "1 default_tenant/default_database/docs a",
          "2 default_tenant/default_database/docs b", "3 tenant/second/docs z",
        ])
    let chosen = try await scene.rows("tenant/second/docs")
    #expect(chosen.map(\.position) == [0] && chosen.first?.collection == "tenant/second/docs")
    // Ids count in their collection.
    let problems = try await scene.reader().inspect(full: true).problems
    #expect(!problems.contains { $0.code == "PS102" })
    let error = try #require(try await scene.refusal("docs"))
    #expect(error.code == .noSuchCollection)
    #expect(
      error.hints == [
        """
        it holds "Zoo", "default_tenant/default_database/docs", "tenant/second/docs"
        """
      ])
  }
}

@Suite(.timeLimit(.minutes(15))) struct `A Chroma store is recognised` {
  private let scene = ChromaScene()

  @Test func `by its tables under any name, with its segments`() async throws {
    try await scene.run("", file: "other.db")
    scene.writeSegment([], labels: [])
    scene.scratch.write("notes.txt", "no part of it")
    let claim = await ChromaFormat().claim(try await scene.version())
    let files = ["data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin"]
    #expect(
      claim == FormatClaim(.chroma, files: ["other.db"] + files.map { "vectors-1/" + $0 }))
  }

  @Test func `and no other database or text is taken for one`() async throws {
    scene.scratch.write("chroma.sqlite3", "version https://git-lfs.github.com/spec/v1\n")
    #expect(await ChromaFormat().claim(try await scene.version()) == nil)
    let other = try await SQLiteDatabase.open(scene.path + "/other.db", mode: .create)
    try await other.write { connection in try connection.execute("CREATE TABLE collections (id)") }
    try await other.close()
    #expect(await ChromaFormat().claim(try await scene.version()) == nil)
  }

  @Test func `also where it is too old to be read`() async throws {
    scene.scratch.write("chroma-collections.parquet", "PAR1")
    scene.scratch.write("chroma-embeddings.parquet", "PAR1")
    let version = try await scene.version()
    #expect(await ChromaFormat().claim(version)?.files.count == 2)
    let error = try #require(try await scene.refusal())
    #expect(error.code == .unsupported && error.message.hasPrefix("Chroma before 0.4 wrote it"))
  }
}
