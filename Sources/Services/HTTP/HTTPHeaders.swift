/// Header fields in the order they were sent, repeated ones kept; names compare without case.
public struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  public struct Field: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public private(set) var fields: [Field]

  public init(_ fields: [Field] = []) {
    self.fields = fields
  }

  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field($0, $1) }
  }

  /// The value of the first field of this name.
  public subscript(name: String) -> String? {
    fields.first { HTTPHeaders.isSame($0.name, name) }?.value
  }

  /// The values of all fields of this name, in order.
  public func values(_ name: String) -> [String] {
    fields.filter { HTTPHeaders.isSame($0.name, name) }.map(\.value)
  }

  public func contains(_ name: String) -> Bool { self[name] != nil }

  /// Adds a field after the others, also when there is one of the same name.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name, value))
  }

  static func isSame(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8) { lowercased($0) == lowercased($1) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}

extension HTTPHeaders.Field {
  /// Why the field cannot be sent, or nil. A line break in a value would smuggle in another field.
  var fault: String? {
    guard !name.isEmpty, name.utf8.allSatisfy(HTTPToken.contains) else {
      return "a header name holds a character that is not allowed"
    }
    guard value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
      return "the value of the header \(name) holds a control character"
    }
    let framing = ["content-length", "transfer-encoding", "expect"]
    guard !framing.contains(where: { HTTPHeaders.isSame($0, name) }) else {
      return "the header \(name) follows from the body and cannot be set"
    }
    return nil
  }
}

/// The alphabet of methods and header names (RFC 9110, section 5.6.2).
enum HTTPToken {
  static func contains(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
