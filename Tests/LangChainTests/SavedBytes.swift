import Host
import Model
import TestSupport

/// A small store made by hand: documents under their ids, and which id stands at which position.
struct SavedBytes {
  var documents: [(id: String, text: String)]
  var ids: [String]
  /// Put in the place of the last document's metadata.
  var metadata: [UInt8] = Array("}".utf8)
  /// In the place of the last document's text.
  var lastText: [UInt8]?
  /// Whether keys and the class are numbered and the class is referred to, as picklers do it.
  var isShared = false
  /// What comes behind the last document.
  var close: [UInt8] = Array("u".utf8)

  private static func text(_ text: String) -> [UInt8] {
    [0x8C, UInt8(text.utf8.count)] + Array(text.utf8)
  }

  var pickle: [UInt8] {
    var bytes: [UInt8] = [0x80, 4]
    func add(_ text: String) { bytes += Array(text.utf8) }
    add("clangchain.docstore.in_memory\nInMemoryDocstore\n)")
    bytes += [0x81]
    add("}")
    bytes += SavedBytes.text("_dict")
    add("}(")
    for (place, document) in documents.enumerated() {
      bytes += SavedBytes.text(document.id)
      if isShared { bytes += [0x94] }
      if isShared, place > 0 {
        bytes += [0x68, 1, 0x29]
      } else {
        add("clangchain.schema\nDocument\n")
        bytes += isShared ? [0x94, 0x29] : [0x29]
      }
      bytes += [0x81]
      add("}")
      bytes += SavedBytes.text("__dict__")
      add("}(")
      let isLast = place == documents.count - 1
      bytes += SavedBytes.text("page_content")
      bytes += (isLast ? lastText : nil) ?? SavedBytes.text(document.text)
      bytes += SavedBytes.text("metadata")
      bytes += isLast ? metadata : Array("}".utf8)
      add("usb")
    }
    bytes += close
    add("sb}(")
    for (position, id) in ids.enumerated() {
      bytes += [0x4B, UInt8(position)] + SavedBytes.text(id)
    }
    add("u")
    return bytes + [0x86, 0x2E]
  }

  /// A flat index of vectors with two components.
  static func index(_ count: Int) -> [UInt8] {
    func number(_ value: UInt64, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
    var bytes = Array("IxF2".utf8) + number(2, 4) + number(UInt64(count), 8)
    bytes += number(1 << 20, 8) + number(1 << 20, 8) + [1] + number(1, 4)
    bytes += number(UInt64(2 * count), 8)
    for value in 0..<2 * count { bytes += number(UInt64(Float(value + 1).bitPattern), 4) }
    return bytes
  }
}

final class SavedScratch: Sendable {
  private let scratch = StoreScratch()

  func version(_ files: [(String, [UInt8])]) throws -> StoreVersion {
    StoreVersion(
      name: "docs",
      files: try files.map { name, bytes in
        let path = scratch.write(name, bytes)
        return StoreFile(
          name: name, path: path, size: UInt64(bytes.count), identity: try Files.identity(path))
      })
  }

  func version(_ saved: SavedBytes, vectors: Int) throws -> StoreVersion {
    try version([("index.faiss", SavedBytes.index(vectors)), ("index.pkl", saved.pickle)])
  }
}
