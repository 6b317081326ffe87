internal import Host
public import Model
internal import StoreBytes

/// Tells index files of faiss from other formats by their first bytes.
public struct FAISSFormat: FormatReader {
  public let format = StoreFormat.faiss

  public init() {}

  /// Every file that begins as an index, whatever it is called, and the file of lists that one of them
  /// needs. Kinds that are not read are claimed too, because they are refused by name.
  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "faiss")
    let files = await lane.run {
      let indexes = FAISSFormat.indexes(version)
      guard indexes.count == 1, version.files.count > 1 else { return indexes.map(\.name) }
      return indexes.map(\.name) + FAISSFormat.companion(of: indexes[0], version)
    }
    return files.isEmpty ? nil : FormatClaim(.faiss, files: files)
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    try selection.requireNoCollection(in: version)
    let lane = BlockingLane(label: "faiss")
    let index = try await lane.run { () throws(FormatError) in
      let file = try PinnedFile(FAISSFormat.index(of: version))
      return try FAISSIndex(file, companions: version.files)
    }
    return FAISSStore(version, index, allowsLossy: selection.allowsLossy, lane)
  }

  private static func index(of version: StoreVersion) throws(FormatError) -> StoreFile {
    let found = indexes(version)
    if found.count == 1 { return found[0] }
    // A single file is taken for what it was said to be: reading it says what is wrong.
    if found.isEmpty, version.files.count == 1 { return version.files[0] }
    throw FormatError(
      found.isEmpty ? .wrongContent : .mismatch, version.name,
      found.isEmpty
        ? "none of its \(version.files.count) files begins as an index of faiss"
        : "it has \(found.count) index files: "
          + found.map(\.name).prefix(5).joined(separator: ", "),
      hints: found.isEmpty ? [] : ["give the path of one of them, or a version of its own to each"])
  }

  private static func indexes(_ version: StoreVersion) -> [StoreFile] {
    version.files.filter(looksRight)
  }

  private static func companion(of index: StoreFile, _ version: StoreVersion) -> [String] {
    guard let file = try? PinnedFile(index),
      let index = try? FAISSIndex(file, companions: version.files)
    else { return [] }
    return index.storage?.apart.map { [$0.file.name] } ?? []
  }

  /// Whether a file begins with a kind and a possible number of dimensions, which four letters of a
  /// text are not. A file that is named as an index needs only the kind.
  private static func looksRight(_ file: StoreFile) -> Bool {
    guard file.size >= 8, let pinned = try? PinnedFile(file),
      let head = try? pinned.read(at: 0, count: 8)
    else { return false }
    let words = Numbers.words(head)
    guard FourCC.text(words[0]) != "null", Kind.named(FourCC.text(words[0])) != nil else {
      return false
    }
    let isNamed = [".faiss", ".index", ".ivf"].contains { file.name.hasSuffix($0) }
    return isNamed || (1...UInt32(IndexParser.dimensionLimit)).contains(words[1])
  }
}
