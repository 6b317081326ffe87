import Host
import Model
import StoreBytes
import TestSupport
import Testing

/// A pickle made by hand, opcode by opcode.
struct HandMade: ExpressibleByStringLiteral, CustomTestStringConvertible {
  var bytes: [UInt8] = []
  let name: String

  init(stringLiteral text: String) {
    bytes = Array(text.utf8)
    name = text
  }

  init(_ name: String, _ parts: [Any]) {
    self.name = name
    for part in parts {
      switch part {
      case let byte as Int: bytes.append(UInt8(byte))
      case let text as String: bytes += Array(text.utf8)
      case let more as [UInt8]: bytes += more
      default: break
      }
    }
  }

  var testDescription: String { name }

  /// A short text of protocol 4.
  static func text(_ text: String) -> [UInt8] { [0x8C, UInt8(text.utf8.count)] + Array(text.utf8) }
}

final class PickleScratch: Sendable {
  private let scratch = StoreScratch()

  func file(_ bytes: [UInt8], _ name: String = "rows.pkl") throws -> PinnedFile {
    let path = scratch.write(name, bytes)
    return try PinnedFile(
      StoreFile(
        name: name, path: path, size: UInt64(bytes.count), identity: try Files.identity(path)))
  }
}
