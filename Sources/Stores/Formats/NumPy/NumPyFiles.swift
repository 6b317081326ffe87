internal import JSONRows
internal import Model
internal import StoreBytes

/// The files of a store that arrays are in, and those beside them. Its calls block.
struct NumPyFiles: Sendable {
  private(set) var arrays: [PinnedFile] = []
  private(set) var archives: [PinnedFile] = []
  private(set) var companions: [PinnedFile] = []

  var pinned: [PinnedFile] { arrays + archives }

  init(_ version: StoreVersion) throws(FormatError) {
    for file in version.files {
      let pinned = try PinnedFile(file)
      let head = try pinned.read(at: 0, count: Int(min(pinned.size, 64)))
      // One that was broken still belongs to the store, which is not whole without it.
      if head.starts(with: ArrayHeader.mark) || file.name.hasSuffix(".npy") {
        arrays.append(pinned)
      } else if NumPyFiles.isArchive(head) || file.name.hasSuffix(".npz") {
        archives.append(pinned)
      }
    }
    guard !arrays.isEmpty || !archives.isEmpty else { return }
    let known = Set(pinned.map(\.path))
    for file in version.files where !known.contains(file.path) && Companion.isNamed(file.name) {
      let pinned = try PinnedFile(file)
      if try !Companion.columns(pinned).isEmpty { companions.append(pinned) }
    }
  }

  /// Whether the first member of a zip file is an array.
  private static func isArchive(_ head: [UInt8]) -> Bool {
    guard head.count >= 34, head.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return false }
    let length = Int(head[26]) | Int(head[27]) << 8
    guard 30 + length <= head.count else { return false }
    return head[30..<30 + length].suffix(4).elementsEqual(".npy".utf8)
  }
}
