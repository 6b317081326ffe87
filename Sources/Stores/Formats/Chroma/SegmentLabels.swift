internal import Model
internal import Pickle
internal import StoreBytes

/// Which element of a segment has which id, and up to which operation the segment was written.
///
/// Up to 0.6 it is an instance of a class of the library, from 1.0 on a plain dictionary.
struct SegmentLabels {
  private(set) var pairs: [(label: UInt64, id: String)] = []
  /// Nil where it is kept in the database, which is so since 0.5.23.
  private(set) var committed: Int64?

  init(_ file: StoreFile) throws(FormatError) {
    let pinned = try PinnedFile(file)
    let value = try PickleReader.value(of: pinned)
    try pinned.check()
    guard case .dictionary(let found) = value["label_to_id"] else {
      throw FormatError(.wrongContent, file.path, "expected a dictionary label_to_id in it")
    }
    pairs.reserveCapacity(found.count)
    for pair in found {
      guard case .plain(.int(let number)) = pair.key, let label = UInt64(exactly: number),
        case .plain(.string(let id)) = pair.value
      else {
        throw FormatError(
          .corrupt, file.path, "label_to_id holds something else than numbers and ids")
      }
      pairs.append((label, id))
    }
    if case .plain(.int(let number)) = value["max_seq_id"] { committed = number }
  }
}
