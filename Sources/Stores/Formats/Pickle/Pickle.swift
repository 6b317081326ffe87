// Pickle: what Python's pickles hold, as plain data.
//
// An interpreter of protocols 0 to 5 that never imports, looks up or calls anything: a global is a name
// in a short list of data (documents, docstores, arrays, times, collections), and every other name is
// refused with its offset, used or not. Texts, byte strings and arrays stay in the file; a value is 16
// bytes that say where they are. The items of one large list or dictionary are not kept at all, only
// where each begins, and are interpreted again when they are asked for: memory is the number of items
// times 20 bytes and a window. What came earlier and is referred to later is found by the item it is in.
// Documents in the form in which picklers write nearly all of them are read straight through, without a
// stack and a heap; whatever is in another form is for the interpreter, and so is every mistake.
public import StoreBytes

/// Which list or dictionary of a pickle has its items counted and found again, instead of kept.
public enum PickleLayout: Hashable, Sendable {
  /// None: everything is kept.
  case whole
  /// The list or dictionary that the pickle is.
  case items
  /// The documents of a docstore, and the map from positions to them after it.
  case docstore
}

/// What protects the reader of a pickle.
enum PickleLimits {
  /// How many values may be kept at once; each takes 16 to 40 bytes.
  static let values = 1 << 25
  /// How deep values may be nested in one row.
  static let depth = 100
  /// How many values, and bytes of text, one row may be after everything shared is written out.
  static let expansion = 1 << 22
  static let expandedBytes = 1 << 28
  /// The longest line of a protocol 0 opcode that is no text.
  static let line = 1 << 12
  /// The longest text or integer.
  static let text = 1 << 28
  static let integer = 1 << 12
  /// How many ids of a map may have no document before the two are taken for strangers.
  static let missing = 1 << 20
  /// How long a chain of items that refer to earlier ones may be.
  static let replays = 64
}

/// A small pickle as a whole.
public enum PickleReader {
  /// Interprets it all; what it holds must fit into memory. Blocks.
  public static func value(of file: PinnedFile, from start: UInt64 = 0, to end: UInt64? = nil)
    throws(FormatError) -> PickleValue
  {
    var machine = PickleMachine(file, from: start, to: end, layout: .whole)
    let result = try machine.run()
    // A value takes a byte at least; only what is shared can come to more.
    var conversion = Conversion()
    conversion.limit = Int(min(file.size, UInt64(PickleLimits.values))) + (1 << 16)
    return try machine.value(result, &conversion)
  }
}
