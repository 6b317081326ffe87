/// A JSON document whose keys stay in the order in which a person would read them.
indirect enum JSONDocument: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case list([JSONDocument])
  case object([(String, JSONDocument)])

  /// Of every document that plumb prints. A higher minor number only adds keys, which readers
  /// ignore; a higher major number is a different document.
  static let formatVersion = "1.0"

  /// The document, indented by two.
  var text: String {
    var text = ""
    write(into: &text, indent: "")
    return text
  }

  private func write(into text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .string(let value): Self.writeQuoted(value, into: &text)
    case .list(let items):
      Self.writeBlock("[", items, "]", into: &text, indent: indent) { item, text, indent in
        item.write(into: &text, indent: indent)
      }
    case .object(let entries):
      Self.writeBlock("{", entries, "}", into: &text, indent: indent) { entry, text, indent in
        Self.writeQuoted(entry.0, into: &text)
        text += ": "
        entry.1.write(into: &text, indent: indent)
      }
    }
  }

  private static func writeBlock<Item>(
    _ opening: String, _ items: [Item], _ closing: String, into text: inout String, indent: String,
    _ write: (Item, inout String, String) -> Void
  ) {
    text += opening
    for (index, item) in items.enumerated() {
      text += (index > 0 ? ",\n" : "\n") + indent + "  "
      write(item, &text, indent + "  ")
    }
    text += (items.isEmpty ? "" : "\n" + indent) + closing
  }

  private static func writeQuoted(_ value: String, into text: inout String) {
    text.append("\"")
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text.append("\"")
  }
}
