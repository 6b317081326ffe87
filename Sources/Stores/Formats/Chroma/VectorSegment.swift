public import Model
public import StoreBytes

/// The files of a vector segment: elements of one size, each with a label and a vector.
///
/// Its calls block. What lies behind the last element was never written and is never read.
public struct VectorSegment: Sendable {
  private let header: SegmentHeader
  private let headerFile: PinnedFile
  private let elements: PinnedFile
  /// Only where vectors are kept at length one: what they have to be multiplied with.
  private let lengths: PinnedFile?

  public struct Element: Hashable, Sendable {
    public let slot: Int
    public let label: UInt64
    public let isDeleted: Bool
  }

  /// `lengths` is given where vectors are kept at length one.
  public init(header: StoreFile, elements: StoreFile, lengths: StoreFile?) throws(FormatError) {
    headerFile = try PinnedFile(header)
    self.header = try SegmentHeader(headerFile)
    self.elements = try PinnedFile(elements)
    self.lengths = if let lengths { try PinnedFile(lengths) } else { nil }
    try VectorSegment.require(self.header.count, of: self.header.elementSize, in: self.elements)
    if let lengths = self.lengths {
      try VectorSegment.require(self.header.count, of: 4, in: lengths)
    }
  }

  public var count: Int { header.count }
  public var dimensions: Int { header.dimensions }

  /// The label and the mark of deletion of every element, without its vector.
  public func forEachElement(_ body: (Element) throws -> Void) throws {
    guard count > 0 else { return }
    // The label is the last thing of an element and the mark almost the first of the next: one
    // reading for both.
    var mark = try elements.read(at: 0, count: 4)[2]
    for slot in 0..<count {
      let bytes = try elements.read(
        at: UInt64(slot) * header.elementSize + header.labelOffset,
        count: slot + 1 < count ? 12 : 8)
      let label = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * UInt64($1)) }
      try body(Element(slot: slot, label: label, isDeleted: mark & 1 != 0))
      if bytes.count == 12 { mark = bytes[10] }
    }
  }

  /// The vector as it was given. `slot` must be one of an element.
  public func vector(at slot: Int) throws(FormatError) -> [Float] {
    guard (0..<count).contains(slot) else {
      throw FormatError(
        .noSuchRow, elements.path, "there is no element \(slot); there are \(count)")
    }
    let start = UInt64(slot) * header.elementSize + header.vectorOffset
    var vector = try elements.floats(at: start, count: dimensions)
    guard let lengths else { return vector }
    let length = try lengths.floats(at: 4 * UInt64(slot), count: 1)[0]
    for place in vector.indices { vector[place] *= length }
    return vector
  }

  public func check() throws(FormatError) {
    try headerFile.check()
    try elements.check()
    try lengths?.check()
  }

  private static func require(_ count: Int, of size: UInt64, in file: PinnedFile)
    throws(FormatError)
  {
    let (needed, overflow) = UInt64(count).multipliedReportingOverflow(by: size)
    guard !overflow, needed <= file.size else {
      throw FormatError(
        .truncated, file.path, offset: file.size,
        "expected \(count) elements of \(size) bytes, and the file ends after \(file.size) bytes")
    }
  }
}
