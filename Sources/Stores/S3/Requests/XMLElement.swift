/// One element of an XML document with its text and its children: all that answers of S3 need.
///
/// There are no document types, no entities of one's own, and no depth or size without a limit, so a
/// hostile answer costs what it weighs and nothing more.
struct XMLElement: Hashable, Sendable {
  /// Without a prefix.
  var name: String
  var text = ""
  var children: [XMLElement] = []

  func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The first of this name at any depth.
  func descendant(_ name: String) -> XMLElement? {
    for child in children {
      if child.name == name { return child }
      if let found = child.descendant(name) { return found }
    }
    return nil
  }

  /// The root element; nil where the bytes are no such document.
  static func read(_ bytes: [UInt8]) -> XMLElement? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var reader = XMLReader(Array(text.utf8))
    return reader.document()
  }
}

/// A walk over the bytes of one document.
private struct XMLReader {
  private let bytes: [UInt8]
  private var place = 0
  private static let depth = 32

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() -> XMLElement? {
    skipProlog()
    guard let root = element(depth: 0) else { return nil }
    skipProlog()
    return place == bytes.count ? root : nil
  }

  private mutating func skipProlog() {
    while true {
      skipSpace()
      if starts("<?") {
        skip(past: "?>")
      } else if starts("<!--") {
        skip(past: "-->")
      } else {
        return
      }
    }
  }

  private mutating func element(depth: Int) -> XMLElement? {
    guard depth < XMLReader.depth, take("<"), let name = name() else { return nil }
    guard skipAttributes() else { return nil }
    var element = XMLElement(name: name)
    if take("/>") { return element }
    guard take(">") else { return nil }
    var text: [UInt8] = []
    while place < bytes.count {
      if starts("</") {
        place += 2
        guard self.name() == name else { return nil }
        skipSpace()
        guard take(">") else { return nil }
        element.text = String(decoding: text, as: UTF8.self)
        return element
      }
      guard content(of: &element, &text, depth) else { return nil }
    }
    return nil
  }

  private mutating func content(
    of element: inout XMLElement, _ text: inout [UInt8], _ depth: Int
  ) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "&"): return reference(&text)
    case UInt8(ascii: "<"): break
    default:
      let start = place
      while place < bytes.count, bytes[place] != UInt8(ascii: "<"),
        bytes[place] != UInt8(ascii: "&")
      { place += 1 }
      text += bytes[start..<place]
      return true
    }
    if starts("<!--") {
      skip(past: "-->")
      return true
    }
    if take("<![CDATA[") {
      let start = place
      while place < bytes.count, !starts("]]>") { place += 1 }
      text += bytes[start..<place]
      return take("]]>")
    }
    guard !starts("<!"), !starts("<?"), let child = self.element(depth: depth + 1) else {
      return false
    }
    element.children.append(child)
    return true
  }

  /// The local part; a prefix says nothing here.
  private mutating func name() -> String? {
    let start = place
    while place < bytes.count, !" \t\r\n/>=<&\"'".utf8.contains(bytes[place]) { place += 1 }
    let whole = bytes[start..<place]
    let local = whole.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).last
    guard let local, !local.isEmpty else { return nil }
    return String(decoding: local, as: UTF8.self)
  }

  private mutating func skipAttributes() -> Bool {
    while true {
      skipSpace()
      guard place < bytes.count, bytes[place] != UInt8(ascii: ">"),
        bytes[place] != UInt8(ascii: "/")
      else { return place < bytes.count }
      guard name() != nil else { return false }
      skipSpace()
      guard take("=") else { return false }
      skipSpace()
      guard let quote = bytes.count > place ? bytes[place] : nil,
        quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      else { return false }
      place += 1
      while place < bytes.count, bytes[place] != quote { place += 1 }
      place += 1
    }
  }

  private mutating func reference(_ text: inout [UInt8]) -> Bool {
    place += 1
    let start = place
    while place < bytes.count, place - start < 10, bytes[place] != UInt8(ascii: ";") { place += 1 }
    let name = String(decoding: bytes[start..<place], as: UTF8.self)
    guard take(";") else { return false }
    switch name {
    case "lt": text.append(UInt8(ascii: "<"))
    case "gt": text.append(UInt8(ascii: ">"))
    case "amp": text.append(UInt8(ascii: "&"))
    case "quot": text.append(UInt8(ascii: "\""))
    case "apos": text.append(UInt8(ascii: "'"))
    default:
      let number =
        name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
      guard name.hasPrefix("#"), let number, let scalar = Unicode.Scalar(number) else {
        return false
      }
      text += Array(String(scalar).utf8)
    }
    return true
  }

  private func starts(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    guard starts(text) else { return false }
    place += text.utf8.count
    return true
  }

  private mutating func skip(past text: String) {
    while place < bytes.count, !take(text) { place += 1 }
  }

  private mutating func skipSpace() {
    while place < bytes.count, " \t\r\n".utf8.contains(bytes[place]) { place += 1 }
  }
}
