internal import Model
internal import Wire

/// Values as the JSON text of a column.
enum StoredText {
  static func text(_ value: PayloadValue) -> String {
    var bytes: [UInt8] = []
    JSONWriter.append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads what `text(_:)` wrote; `what` names it in the error.
  static func value(_ text: String, _ what: @autoclosure () -> String) throws -> PayloadValue {
    do {
      return try JSONReader.value(text)
    } catch {
      throw damaged(what(), error.description)
    }
  }

  static func object(_ text: String, _ what: @autoclosure () -> String) throws -> PayloadObject {
    guard case .object(let object) = try value(text, what()) else {
      throw damaged(what(), "not an object")
    }
    return object
  }

  static func damaged(_ what: String, _ reason: String) -> Refusal {
    Refusal(
      .damaged, "the \(what) is damaged (\(reason))",
      hint: "restore the file from a backup, or delete it: the next apply builds it again")
  }
}
