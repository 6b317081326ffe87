internal import Crypto
internal import Model
internal import Wire

/// The digest by which a saved plan, the ledger and a rollback know a manifest.
enum ManifestDigest {
  static func of(_ canonical: PayloadValue) -> String {
    SHA256.hash(JSONWriter.bytes(JSON(canonical))).description
  }
}

/// The parts of a manifest that decide what a row becomes; with the files they name a row index.
struct RowIndexKey: Sendable {
  private let sections: String

  init(_ canonical: PayloadValue) {
    var tree = PayloadObject()
    if case .object(let manifest) = canonical {
      for section in ["source", "map", "dedupe", "collection"] { tree[section] = manifest[section] }
    }
    sections = JSONWriter.text(.object(tree))
  }

  /// Changes with anything that could change one row.
  func text(_ version: StoreVersion) -> String {
    var parts = [sections, version.name, version.version ?? ""]
    for file in version.files { parts += [file.name, String(file.size), file.identity] }
    return SHA256.hash(JSONWriter.bytes(.array(parts.map { .string($0) }))).description
  }
}
