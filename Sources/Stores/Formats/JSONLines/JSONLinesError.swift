public import Model

/// JSON Lines that cannot be read as rows.
public struct JSONLinesError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable {
    /// The machine could not read the file.
    case unreadable
    /// The file is not what it was when its version was opened.
    case changed
    /// Not JSON Lines at all: compressed, another encoding, several files that could be meant.
    case wrongContent = "wrong_content"
    /// The file ends in the middle of a row.
    case truncated
    /// Text that is not JSON, or not what a row may hold.
    case badRow = "bad_row"
    case wrongDimensions = "wrong_dimensions"
    case lineTooLong = "line_too_long"
    /// The catalog says something else than the file.
    case catalogMismatch = "catalog_mismatch"
    case noSuchRow = "no_such_row"
  }

  public let code: Code
  /// The file, or the name of the store where it is about all of its files.
  public let path: String
  /// 0-based, as in `SourceRow.position`.
  public let row: Int?
  /// 1-based; blank lines count.
  public let line: Int?
  /// 0-based, from the start of the file.
  public let byte: UInt64?
  public let message: String

  init(
    _ code: Code, _ path: String, row: Int? = nil, line: Int? = nil, byte: UInt64? = nil,
    _ message: String
  ) {
    self.code = code
    self.path = path
    self.row = row
    self.line = line
    self.byte = byte
    self.message = message
  }

  public var description: String {
    let places = [
      row.map { "row \($0)" }, line.map { "line \($0)" }, byte.map { "byte \($0)" },
    ].compactMap { $0 }
    let place = places.isEmpty ? "" : places.joined(separator: ", ") + ": "
    return "cannot read \(path): \(place)\(message)"
  }
}

extension JSONLinesError: ExplainedError {
  public var word: String { "store_" + code.rawValue }
  public var sentence: String { description }

  public var hints: [String] {
    switch code {
    case .changed: ["nothing of it was used; run again when nobody writes to the store"]
    case .truncated, .catalogMismatch: ["publish the version again; it was cut short on the way"]
    case .unreadable, .wrongContent, .badRow, .wrongDimensions, .lineTooLong, .noSuchRow: []
    }
  }
}
