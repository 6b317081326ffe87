import Glibc
import Host
import Model

/// What is done with one input. An error that it throws is a finding, as a crash is.
protocol FuzzTarget {
  /// May write files into the folder, which is in memory and its own.
  static func feed(_ bytes: [UInt8], in folder: String) async throws
}

/// A promise that was not kept.
struct Broken: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

func require(_ isKept: Bool, _ otherwise: @autoclosure () -> String) throws {
  guard isKept else { throw Broken(otherwise()) }
}

/// A store of these files.
func version(_ folder: String, _ files: KeyValuePairs<String, [UInt8]>) throws -> StoreVersion {
  StoreVersion(name: "fuzz", files: try files.map { try write($0.key, $0.value, folder) })
}

/// Writes a file and pins it.
func write(_ name: String, _ bytes: [UInt8], _ folder: String) throws -> StoreFile {
  let path = folder + "/" + name
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else { throw Broken("cannot write \(path)") }
  defer { close(descriptor) }
  guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
    throw Broken("cannot write \(path)")
  }
  let facts = try Files.facts(path)
  return StoreFile(name: name, path: path, size: facts.size, identity: facts.identity)
}

/// Reads a store as one format. Rows come in order, as many as a look into it says, and are the same
/// when they are read singly; what is refused explains itself.
func proveRows(_ format: any FormatReader, _ version: StoreVersion) async throws {
  do {
    let selection = RowSelection(format: format.format, allowsLossy: true)
    let store = try await format.open(version, selection)
    var seen = Seen()
    try await store.read { try seen.add($0) }
    let looked = try await store.inspect(full: false).rows
    try require(looked == seen.count, "\(looked) rows instead of \(seen.count) at a first look")
    let fresh = try await format.open(version, selection)
    let again = try await fresh.fetch(seen.kept.map(\.position))
    try require(
      again.count == seen.kept.count && zip(again, seen.kept).allSatisfy(isSame),
      "rows are others when they are read singly")
  } catch let error as any ExplainedError {
    try require(!error.sentence.isEmpty, "a refusal without words")
  } catch is Enough {}
}

/// The first row and the last one.
private struct Seen {
  var count = 0
  var size = 0
  var kept: [SourceRow] = []

  mutating func add(_ rows: [SourceRow]) throws {
    for row in rows {
      try require(row.position == count, "row \(row.position) instead of \(count)")
      if kept.count == 2 { kept.removeLast() }
      kept.append(row)
      count += 1
      size += 16 + (row.vector?.count ?? 0)
    }
    // A few bytes can announce very many rows of nothing.
    if size > 1 << 20 { throw Enough() }
  }
}

private struct Enough: Error {}

/// Vectors by their bits: what is not a number is equal to nothing.
private func isSame(_ one: SourceRow, _ other: SourceRow) -> Bool {
  let bits = { (row: SourceRow) in row.vector?.map(\.bitPattern) }
  return one.position == other.position && one.id == other.id && one.text == other.text
    && one.metadata == other.metadata && bits(one) == bits(other)
}
