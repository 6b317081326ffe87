import Engine
import Host
import Model
import Wire

/// One store of Tests/Fixtures, with what its library says is in it.
struct StoreFixture: Sendable, CustomStringConvertible {
  let format: String
  let name: String
  private let folder: String
  private let facts: PayloadObject

  var description: String { "\(format)/\(name)" }
  var store: String { folder + "/store" }
  var collection: String? { facts["collection"]?.text }
  var allowsLossy: Bool { facts["allow_lossy"] == .bool(true) }
  /// The code with which it must be refused.
  var refusal: String? { facts["refused"]?.text }
  var inspection: PayloadObject {
    if case .object(let object) = facts["inspect"] { object } else { PayloadObject() }
  }

  static let all: [StoreFixture] = {
    let parts = #filePath.split(separator: "/").dropLast(2)
    let root = "/" + parts.joined(separator: "/") + "/Fixtures"
    return folders(root).flatMap { format in
      folders(root + "/" + format).map { StoreFixture(format, $0, root) }
    }
  }()

  static let readable = all.filter { $0.refusal == nil }

  private init(_ format: String, _ name: String, _ root: String) {
    self.format = format
    self.name = name
    folder = "\(root)/\(format)/\(name)"
    guard let bytes = try? Files.read(folder + "/case.json", limit: 1 << 20),
      case .object(let object) = try? JSONReader.value(bytes)
    else { preconditionFailure("\(folder)/case.json is missing, or no JSON object") }
    facts = object
  }

  private static func folders(_ path: String) -> [String] {
    ((try? Files.list(path)) ?? []).filter { (try? Files.kind(path + "/" + $0)) == .folder }
      .sorted()
  }

  func expected() throws -> [ExpectedRow] {
    let text = try Files.read(folder + "/expected.jsonl", limit: 64 << 20)
    return try text.split(separator: UInt8(ascii: "\n")).map { try ExpectedRow(Array($0)) }
  }

  /// The names of the store's files, from its folder.
  var files: [String] {
    func below(_ path: String, _ prefix: String) -> [String] {
      ((try? Files.list(path)) ?? []).sorted().flatMap { name in
        (try? Files.kind(path + "/" + name)) == .folder
          ? below(path + "/" + name, prefix + name + "/") : [prefix + name]
      }
    }
    return below(store, "")
  }

  func bytes(_ file: String) throws -> [UInt8] {
    try Files.read(store + "/" + file, limit: 64 << 20)
  }

  /// Opens the store, or a damaged copy of it.
  func look(_ path: String? = nil) async throws -> StoreLook {
    let format = facts["format"]?.text.flatMap(StoreFormat.init(rawValue:)) ?? .auto
    return try await StoreLook(
      path: path ?? store, collection: collection, format: format, allowsLossy: allowsLossy)
  }

  func rows(_ path: String? = nil) async throws -> [ExpectedRow] {
    var rows: [ExpectedRow] = []
    _ = try await look(path).read { batch in
      for row in batch {
        var line: [UInt8] = []
        RowJSON.append(row, collection: row.collection, to: &line)
        rows.append(try ExpectedRow(line))
      }
    }
    return rows
  }
}

/// A line of a dump: its values, with the vector's as the float32 that they stand for.
struct ExpectedRow: Equatable {
  let values: [String: PayloadValue]
  /// Bit patterns, because -0 is not 0 here.
  let vector: [UInt32]?

  init(_ line: [UInt8]) throws {
    guard case .object(let object) = try JSONReader.value(line) else { throw NotARow() }
    var values = Dictionary(object.map { ($0.0, $0.1) }) { first, _ in first }
    if case .list(let numbers)? = values.removeValue(forKey: "vector") {
      vector = numbers.map { number in
        switch number {
        case .double(let value): Float(value).bitPattern
        case .int(let value): Float(value).bitPattern
        default: Float.nan.bitPattern
        }
      }
    } else {
      vector = nil
    }
    self.values = values
  }

  struct NotARow: Error {}
}

extension PayloadValue {
  var text: String? { if case .string(let text) = self { text } else { nil } }
}
