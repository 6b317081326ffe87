internal import Model
internal import StoreBytes

/// What the folder of a segment holds, as far as it was ever written.
struct SegmentFiles {
  private(set) var segment: VectorSegment?
  /// Which element has which id; nil where the segment was never written.
  private(set) var labels: SegmentLabels?
  /// There should be files, and they are missing.
  private(set) var isLost = false

  /// `wasWritten` is what the database says of the segment.
  init(_ collection: ChromaCollection, _ layout: StoreLayout, wasWritten: Bool) throws {
    guard let id = collection.vectorSegment else { return }
    func file(_ name: SegmentFileName) -> StoreFile? { layout.file(name.rawValue, ofSegment: id) }
    guard let pickle = file(.labels), pickle.size > 0 else {
      // A segment that was never written has an index without elements, or no folder at all.
      let hasElements = try SegmentFiles.hasElements(file(.header))
      // A file that was cut short must not pass for vectors that were never there.
      if hasElements, let emptied = file(.labels) { throw SegmentFiles.refusal(of: emptied) }
      isLost = wasWritten || hasElements
      return
    }
    guard let header = file(.header), let elements = file(.elements), let lengths = file(.lengths)
    else {
      throw FormatError(
        .mismatch, pickle.path, "the files of its index are missing beside it",
        hints: ["publish the store again with all files of its folders"])
    }
    let opened = try VectorSegment(
      header: header, elements: elements, lengths: collection.space.isNormalised ? lengths : nil)
    if let dimensions = collection.dimensions, opened.dimensions != dimensions {
      throw FormatError(
        .mismatch, header.path,
        "the index has \(opened.dimensions) dimensions, its collection \"\(collection.name)\" "
          + "\(dimensions)")
    }
    let read = try SegmentLabels(pickle)
    guard read.pairs.count <= opened.count else {
      throw FormatError(
        .mismatch, header.path, offset: 20,
        "the index has \(opened.count) elements, and \(read.pairs.count) ids are said to be in it")
    }
    segment = opened
    labels = read
  }

  private static func hasElements(_ header: StoreFile?) throws(FormatError) -> Bool {
    guard let header, header.size > 0 else { return false }
    let read = try SegmentHeader(PinnedFile(header))
    return read.count > 0
  }

  private static func refusal(of emptied: StoreFile) -> FormatError {
    FormatError(
      .truncated, emptied.path, offset: 0, "it is empty, as after a crash",
      hints: [
        "restore it from a copy of the store",
        "or take its folder away: rows then have the vectors that are still in the queue",
      ])
  }
}
