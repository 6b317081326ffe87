import FileStores
import Host
import Model
import SQLite
import StoreBytes
import TestSupport
import Testing

@testable import Chroma

/// A store made by hand: the tables of 1.0 with one collection of two rows, then what a test adds.
struct ChromaScene {
  let scratch = StoreScratch()

  var path: String { scratch.path }

  static let tables = """
    CREATE TABLE collections (id TEXT PRIMARY KEY, name TEXT NOT NULL, dimension INTEGER,
      database_id TEXT NOT NULL, config_json_str TEXT, UNIQUE (name, database_id));
    CREATE TABLE databases (id TEXT PRIMARY KEY, name TEXT NOT NULL, tenant_id TEXT NOT NULL);
    CREATE TABLE collection_metadata (collection_id TEXT, key TEXT NOT NULL, str_value TEXT,
      int_value INTEGER, float_value REAL, bool_value INTEGER, PRIMARY KEY (collection_id, key));
    CREATE TABLE segments (id TEXT PRIMARY KEY, type TEXT NOT NULL, scope TEXT NOT NULL,
      collection TEXT);
    CREATE TABLE embeddings (id INTEGER PRIMARY KEY, segment_id TEXT NOT NULL,
      embedding_id TEXT NOT NULL, seq_id BLOB NOT NULL, UNIQUE (segment_id, embedding_id));
    CREATE TABLE embedding_metadata (id INTEGER, key TEXT NOT NULL, string_value TEXT,
      int_value INTEGER, float_value REAL, bool_value INTEGER, PRIMARY KEY (id, key));
    CREATE TABLE embeddings_queue (seq_id INTEGER PRIMARY KEY, operation INTEGER NOT NULL,
      topic TEXT NOT NULL, id TEXT NOT NULL, vector BLOB, encoding TEXT, metadata TEXT);
    CREATE TABLE max_seq_id (segment_id TEXT PRIMARY KEY, seq_id INTEGER);
    """

  static let rows = """
    INSERT INTO databases VALUES ('d1', 'default_database', 'default_tenant');
    INSERT INTO collections VALUES ('c1', 'docs', 2, 'd1', '{}');
    INSERT INTO segments VALUES ('rows-1', 'sqlite', 'METADATA', 'c1'),
      ('vectors-1', 'hnsw', 'VECTOR', 'c1');
    INSERT INTO embeddings VALUES (1, 'rows-1', 'a', 1), (2, 'rows-1', 'b', 2);
    INSERT INTO embedding_metadata VALUES (1, 'chroma:document', 'Hello', NULL, NULL, NULL),
      (1, 'n', NULL, 7, NULL, NULL);
    INSERT INTO embeddings_queue VALUES
      (1, 0, 'persistent://default/default/c1', 'a', x'0000803F00000040', 'FLOAT32', NULL),
      (2, 0, 'persistent://default/default/c1', 'b', x'000040400000C0BF', 'FLOAT32', NULL);
    """

  static let expected = [
    SourceRow(
      position: 0, id: .text("a"), text: "Hello", metadata: ["n": .int(7)], vector: [1, 2]),
    SourceRow(position: 1, id: .text("b"), vector: [3, -1.5]),
  ]

  /// Runs SQL on the database, which is made with the rows above where it is missing.
  func run(
    _ sql: String, file: String = "chroma.sqlite3", journal: SQLiteConfiguration.Journal = .delete
  )
    async throws
  {
    let isNew = !Files.exists(path + "/" + file)
    var configuration = SQLiteConfiguration()
    configuration.journal = journal
    configuration.foreignKeys = false
    let database = try await SQLiteDatabase.open(
      path + "/" + file, mode: .create, configuration: configuration)
    try await database.write { connection in
      if isNew { try connection.execute(ChromaScene.tables + ChromaScene.rows) }
      try connection.execute(sql)
    }
    try await database.close()
  }

  func version() async throws -> StoreVersion { try await FileStore.pinned(at: path) }

  func reader(_ collection: String? = nil) async throws -> any StoreReader {
    try await ChromaFormat().open(
      try await version(), RowSelection(format: .chroma, collection: collection))
  }

  func rows(_ collection: String? = nil) async throws -> [SourceRow] {
    var rows: [SourceRow] = []
    try await reader(collection).read { rows += $0 }
    return rows
  }

  /// The error with which reading it ends.
  func refusal(_ collection: String? = nil) async throws -> FormatError? {
    do { _ = try await rows(collection) } catch let error as FormatError { return error }
    return nil
  }

  // MARK: - Segments

  /// Writes the files of the segment: vectors of two floats with their labels.
  func writeSegment(
    _ elements: [(label: UInt64, vector: [Float], isDeleted: Bool)], room: Int = 8,
    lengths: [Float] = [], labels: [(Int, String)],
    header change: (inout [UInt8]) -> Void = { _ in }
  ) {
    var header = Bytes()
    header.i32(1)
    for number in [0, room, elements.count, 28, 20, 12] { header.u64(number) }
    header.i32(0)
    header.i32(0)
    for number in [1, 2, 1, 0, 100] { header.u64(number) }
    change(&header.bytes)
    var data = Bytes()
    for element in elements {
      data.bytes += [0, 0, element.isDeleted ? 1 : 0, 0] + [UInt8](repeating: 0, count: 8)
      for value in element.vector { data.i32(Int32(bitPattern: value.bitPattern)) }
      data.u64(Int(element.label))
    }
    // What was never written may be anything.
    data.bytes += [UInt8](repeating: 0xEE, count: (room - elements.count) * 28)
    var norms = Bytes()
    for place in 0..<room {
      norms.i32(Int32(bitPattern: (place < lengths.count ? lengths[place] : .nan).bitPattern))
    }
    scratch.write("vectors-1/header.bin", header.bytes)
    scratch.write("vectors-1/data_level0.bin", data.bytes)
    scratch.write("vectors-1/length.bin", norms.bytes)
    scratch.write("vectors-1/index_metadata.pickle", ChromaScene.pickle(labels))
  }

  /// A dictionary as later versions write it: {"label_to_id": {…}}.
  static func pickle(_ labels: [(Int, String)]) -> [UInt8] {
    var bytes: [UInt8] = [0x80, 3, 0x7D, 0x28] + text("label_to_id") + [0x7D, 0x28]
    for (label, id) in labels {
      bytes += [0x4A] + (0..<4).map { UInt8(truncatingIfNeeded: label >> (8 * $0)) } + text(id)
    }
    return bytes + [0x75, 0x75, 0x2E]
  }

  private static func text(_ text: String) -> [UInt8] {
    let count = text.utf8.count
    return [0x58] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(text.utf8)
  }
}

private struct Bytes {
  var bytes: [UInt8] = []

  mutating func i32(_ value: Int32) {
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * Int32($0))) }
  }

  mutating func u64(_ value: Int) {
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
