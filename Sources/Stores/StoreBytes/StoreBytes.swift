// StoreBytes: the bytes of one pinned file, for readers of formats.
//
// `PinnedFile` reads at any place and fails when the file is no longer what was pinned; `ByteCursor`
// goes through a file field by field and compares every size with what is left before anything is
// allocated. What a format has against a file is a `FormatError`. Knows no format.
public import Model

/// A store that cannot be read as the format it is in.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The machine could not read the file.
    case unreadable
    /// The file is not what it was when its version was opened.
    case changed
    /// The file ends before what it announces.
    case truncated
    /// Bytes that the format does not allow, or sizes that contradict each other.
    case corrupt
    /// A kind of the format that is known and not read, or not known at all.
    case unsupported
    /// Something in the file would have to be executed to be understood.
    case hostile
    /// Beyond a limit that protects the reader.
    case tooLarge = "too_large"
    /// Only approximate vectors are in the file.
    case lossy
    /// Files of one store, or a catalog and its files, do not fit together.
    case mismatch
    /// The file is of another format.
    case wrongContent = "wrong_content"
    case noSuchRow = "no_such_row"
    case noSuchCollection = "no_such_collection"
  }

  public var code: Code
  /// The file, or the name of the store where it is about all of its files.
  public var path: String
  /// 0-based, from the start of the file.
  public var offset: UInt64?
  /// 0-based, as in `SourceRow.position`.
  public var row: Int?
  /// What was found and what was expected; lower case, no full stop.
  public var message: String
  /// What to do about it, most likely first.
  public var hints: [String]

  public init(
    _ code: Code, _ path: String, offset: UInt64? = nil, row: Int? = nil, _ message: String,
    hints: [String] = []
  ) {
    self.code = code
    self.path = path
    self.offset = offset
    self.row = row
    self.message = message
    self.hints = hints.isEmpty ? code.hints : hints
  }

  public var description: String {
    let places = [row.map { "row \($0)" }, offset.map { "byte \($0)" }].compactMap { $0 }
    let place = places.isEmpty ? "" : places.joined(separator: ", ") + ": "
    return "cannot read \(path): \(place)\(message)"
  }
}

extension FormatError: ExplainedError {
  public var word: String { "store_" + code.rawValue }
  public var sentence: String { description }
}

extension FormatError.Code {
  var hints: [String] {
    switch self {
    case .unreadable: ["check the path and its permissions"]
    case .changed: ["nothing of it was used; run again when nobody writes to the store"]
    case .truncated: ["publish the version again; it was cut short on the way"]
    case .lossy:
      [
        "accept approximate vectors with --allow-lossy, or `allowLossy: true` in the manifest's source"
      ]
    case .corrupt, .unsupported, .hostile, .tooLarge, .mismatch, .wrongContent, .noSuchRow,
      .noSuchCollection:
      []
    }
  }
}
