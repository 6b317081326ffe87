internal import Model
internal import Pickle
internal import StoreBytes

/// A column of the store with what it is of the rows.
struct Column: Sendable {
  enum Role: Sendable {
    case texts, ids, metadata, vectors
    /// Documents, or dictionaries that are whole rows.
    case rows
  }

  let title: String
  let role: Role
  let pickled: PickledColumn

  /// Told by the first item that is something, and by the name between texts and ids.
  init(_ pickled: PickledColumn) throws(FormatError) {
    self.pickled = pickled
    let path = pickled.file.file.name
    title = pickled.name ?? path
    let name = Column.stem(title)
    var doubts = PickleDoubts()
    var sample: PickledRow?
    for number in 0..<min(pickled.count, 100) {
      let row = try pickled.rows([number], asMetadata: false, &doubts)[0]
      guard row.kind != .nothing else { continue }
      sample = row
      break
    }
    guard let sample else {
      role = name.contains("meta") ? .metadata : .texts
      return
    }
    switch sample.kind {
    case .text: role = Column.isIDs(name) ? .ids : .texts
    case .integer:
      guard Column.isIDs(name) else {
        throw FormatError(
          .unsupported, pickled.file.path,
          "\"\(title)\" is a column of integers, which is neither text nor metadata",
          hints: ["call it ids if the integers are the ids of the rows"])
      }
      role = .ids
    case .dictionary: role = name.contains("meta") || !sample.hasContent ? .metadata : .rows
    case .document: role = .rows
    case .vector: role = .vectors
    case .nothing: role = .texts
    }
  }

  private static func stem(_ name: String) -> String {
    let last = name.split(separator: "/").last ?? ""
    return (last.split(separator: ".").first.map(String.init) ?? "").lowercased()
  }

  private static func isIDs(_ stem: String) -> Bool {
    let words = stem.split { $0 == "_" || $0 == "-" }
    return words.contains { ["id", "ids", "uuid", "uuids", "keys", "docids"].contains($0) }
  }
}
