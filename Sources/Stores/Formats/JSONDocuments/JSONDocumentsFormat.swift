internal import Host
internal import JSONRows
public import Model
internal import StoreBytes

/// Tells documents of rows from other JSON by their content.
public struct JSONDocumentsFormat: FormatReader {
  public let format = StoreFormat.json

  public init() {}

  /// How far a claim looks into an object for its lists.
  private static let headLimit: UInt64 = 4 << 20

  /// The file whose content is a list of rows or an object of columns, if it is no list of nodes.
  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "json document")
    let names = await lane.run {
      JSONDocumentsFormat.candidates(version).filter(JSONDocumentsFormat.looksRight).map(\.name)
    }
    return names.isEmpty ? nil : FormatClaim(.json, files: names)
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    try selection.requireNoCollection(in: version)
    let candidates = JSONDocumentsFormat.candidates(version)
    let lane = BlockingLane(label: "json document")
    let right =
      candidates.count == 1
      ? candidates : await lane.run { candidates.filter(JSONDocumentsFormat.looksRight) }
    guard right.count == 1, let file = right.first else {
      let names = right.isEmpty ? version.files.map(\.name) : right.map(\.name)
      throw FormatError(
        .wrongContent, version.name,
        "expected one file that is a JSON list of rows, found: "
          + (names.isEmpty ? "nothing" : names.prefix(5).joined(separator: ", ")))
    }
    return JSONDocumentsSource(version, file, lane)
  }

  /// Files that are named as JSON; else the only file there is, unless it is named as lines.
  private static func candidates(_ version: StoreVersion) -> [StoreFile] {
    let named = version.files.filter { $0.name.lowercased().hasSuffix(".json") }
    guard named.isEmpty, version.files.count == 1 else { return named }
    let lines = [".jsonl", ".ndjson", ".jsonlines", ".json-lines"]
    return version.files.filter { file in
      !lines.contains { file.name.lowercased().hasSuffix($0) }
    }
  }

  private static func looksRight(_ file: StoreFile) -> Bool {
    do throws(FormatError) {
      let pinned = try PinnedFile(file)
      guard let outline = try DocumentOutline.look(pinned, limit: headLimit) else { return false }
      guard case .rows(let place, _) = outline.shape else { return true }
      return try !NodeMark.isNode(pinned, listAt: place)
    } catch { return false }
  }
}
