/// The identity of a point: an unsigned number or a UUID, as Qdrant has it.
public enum PointID: Hashable, Sendable {
  case number(UInt64)
  case uuid(UUID)
}

extension PointID {
  /// Reads an id from text: decimal digits that fit 64 bits, or any spelling of a UUID that Qdrant takes.
  public init?(_ text: String) {
    if let uuid = UUID(text) {
      self = .uuid(uuid)
    } else if let number = PointID.number(in: text) {
      self = .number(number)
    } else {
      return nil
    }
  }

  /// Only the canonical decimal spelling is a number: "007" and "+7" stay strings, or two source
  /// ids would silently become one point.
  private static func number(in text: String) -> UInt64? {
    let digits = text.utf8
    guard let first = digits.first, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    guard first != 0x30 || digits.count == 1 else { return nil }
    return UInt64(text)
  }
}

extension PointID: Comparable {
  /// Qdrant's scroll order: all numbers by value, then all UUIDs by their bytes.
  public static func < (left: PointID, right: PointID) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a < b
    case (.number, .uuid): true
    case (.uuid, .number): false
    case (.uuid(let a), .uuid(let b)): a < b
    }
  }
}

extension PointID: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let number): String(number)
    case .uuid(let uuid): uuid.description
    }
  }
}
