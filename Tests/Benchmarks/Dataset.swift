import Glibc

/// Seeded rows as JSON Lines: the same rows on every machine, and a second version of which one row
/// in a hundred is another.
struct Dataset {
  static let dimensions = 384

  let folder: String
  let rows: Int

  var manifest: String { "\(folder)/bench.yaml" }
  func file(_ version: Int) -> String { "\(folder)/stores/bench/v\(version)/rows.jsonl" }

  /// Of both versions and of a database with the vectors as they are stored, with room to spare.
  var bytesNeeded: UInt64 { UInt64(rows) * UInt64(Dataset.dimensions) * 26 }

  func writeVersion(_ version: Int) {
    makeFolders("\(folder)/stores/bench/v\(version)")
    let output = Writer(file(version))
    for row in 0..<rows {
      let change = version == 1 ? .none : Change(of: row)
      if change == .deleted { continue }
      write(row, change, to: output)
    }
    // As many come as go, so that the two versions have the same size.
    for row in rows..<(version == 1 ? rows : rows + rows / 500) { write(row, .none, to: output) }
    output.close()
  }

  /// Of 1000 rows in a row of rows: two leave, six have another vector, two another payload.
  private enum Change {
    case none, deleted, vector, payload

    init(of row: Int) {
      switch row % 1000 {
      case 100, 600: self = .deleted
      case 0, 150, 300, 450, 700, 850: self = .vector
      case 200, 800: self = .payload
      default: self = .none
      }
    }
  }

  private func write(_ row: Int, _ change: Change, to output: Writer) {
    output.text("{\"id\":\"chunk-\(row)\",\"text\":\"Paragraph \(row) of the handbook, ")
    output.text("which says what to do when something is not as it should be.\",\"metadata\":{")
    output.text("\"source\":\"chapter-\(row % 997).md\",\"page\":\(row % 41)")
    output.text(change == .payload ? ",\"reviewed\":true},\"vector\":[" : "},\"vector\":[")
    var state = UInt64(row) &* 0x9E37_79B9_7F4A_7C15 ^ (change == .vector ? 0xD1B5_4A32 : 0)
    for dimension in 0..<Dataset.dimensions {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      output.decimal(Int(state >> 33) % 19_999 - 9_999, comma: dimension > 0)
    }
    output.text("]}\n")
  }

  /// The catalog says nothing that a hurried publisher would not say: no count of rows.
  func writeCatalog() {
    let output = Writer("\(folder)/stores/metadata.json")
    output.text(
      """
      {"bench": [
        {"version": "v2", "timestamp": "2026-11-21T00:00:00Z", "path": "bench/v2"},
        {"version": "v1", "timestamp": "2026-11-20T00:00:00Z", "path": "bench/v1"}
      ]}

      """)
    output.close()
  }

  func writeManifest(version: Int) {
    let output = Writer(manifest)
    output.text(
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: bench }
      spec:
        source: { store: local, name: bench, version: "v\(version)" }
        target: { connection: local, collection: bench }
        collection:
          vectors: { size: \(Dataset.dimensions), distance: Cosine }
        sync: { prune: true, maxDelete: { count: \(rows), percent: 10 } }

      """)
    output.close()
  }
}

func makeFolders(_ path: String) {
  var made = ""
  for part in path.split(separator: "/") {
    made += "/" + part
    _ = mkdir(made, 0o755)
  }
}

/// A file written in blocks. A benchmark that cannot write its data has nothing to measure.
final class Writer {
  private static let block = 1 << 20
  private let file: Int32
  private var bytes: [UInt8] = []

  init(_ path: String) {
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { fail("cannot write \(path): \(String(cString: strerror(errno)))") }
    bytes.reserveCapacity(Writer.block + 8192)
  }

  func text(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    if bytes.count >= Writer.block { flush() }
  }

  /// A number of ten thousandths from -9999 to 9999, as "-0.0042".
  func decimal(_ number: Int, comma: Bool) {
    if comma { bytes.append(UInt8(ascii: ",")) }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(UInt8(ascii: "0"))
    bytes.append(UInt8(ascii: "."))
    var rest = abs(number)
    var unit = 1000
    while unit > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest / unit))
      rest %= unit
      unit /= 10
    }
  }

  private func flush() {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { fail("cannot write: \(String(cString: strerror(errno)))") }
      start += count
    }
    bytes.removeAll(keepingCapacity: true)
  }

  func close() {
    flush()
    _ = Glibc.close(file)
  }
}

func fail(_ message: String) -> Never {
  let line = "error: \(message)\n"
  _ = write(2, line, line.utf8.count)
  exit(1)
}
