internal import Model
internal import StoreBytes

/// The other files of the store that an index is in.
struct Companions: Sendable {
  private let files: [StoreFile]
  private let index: String

  init(_ files: [StoreFile], beside file: PinnedFile) {
    self.files = files
    index = file.file.name
  }

  /// The file of this name in the index's folder. Only the last part of the name counts: it is a path
  /// of the machine that wrote the index, and nothing outside of the store is ever looked at.
  func file(_ name: String) -> StoreFile? {
    let last = name.split(separator: "/").last.map(String.init) ?? ""
    let folder = index.split(separator: "/").dropLast().map { "\($0)/" }.joined()
    return files.first { $0.name == folder + last && !last.isEmpty && $0.name != index }
  }
}
