internal import Host
public import Model
internal import StoreBytes

/// Tells arrays of numpy from other files by their first bytes.
public struct NumPyFormat: FormatReader {
  public let format = StoreFormat.numpy

  public init() {}

  /// All arrays of the store, and the lists of JSON beside them.
  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "numpy")
    let names = await lane.run { () -> [String] in
      guard let files = try? NumPyFiles(version) else { return NumPyFormat.arrays(version) }
      return (files.pinned + files.companions).map(\.file.name)
    }
    return names.isEmpty ? nil : FormatClaim(.numpy, files: names)
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    try selection.requireNoCollection(in: version)
    let lane = BlockingLane(label: "numpy")
    let layout = try await lane.run { () throws(FormatError) in try NumPyLayout(version) }
    return NumPySource(version, layout, lane)
  }

  /// Where a companion is broken, the arrays still say what the store is.
  private static func arrays(_ version: StoreVersion) -> [String] {
    version.files.filter { file in
      guard !file.name.hasSuffix(".npy"), !file.name.hasSuffix(".npz") else { return true }
      guard let pinned = try? PinnedFile(file),
        let head = try? pinned.read(at: 0, count: Int(min(pinned.size, 6)))
      else { return false }
      return head == ArrayHeader.mark
    }.map(\.name)
  }
}
