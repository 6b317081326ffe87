internal import Host
internal import JSONRows
public import Model
internal import StoreBytes

/// Tells exported nodes from other JSON by the keys of the first.
public struct LlamaCloudFormat: FormatReader {
  public let format = StoreFormat.llamacloud

  public init() {}

  /// The file that is a list of nodes, or of pages, which are refused by name.
  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "llamacloud")
    let names = await lane.run {
      LlamaCloudFormat.candidates(version).filter { (try? NodeOutline($0)) != nil }.map(\.name)
    }
    return names.isEmpty ? nil : FormatClaim(.llamacloud, files: names)
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    try selection.requireNoCollection(in: version)
    let lane = BlockingLane(label: "llamacloud")
    let outline = try await lane.run { () throws(FormatError) in
      try LlamaCloudFormat.outline(version)
    }
    guard !outline.isPages else {
      throw FormatError(
        .unsupported, outline.file.path,
        "these are pages as LlamaParse gives them back; they have neither chunks nor vectors",
        hints: ["split and embed them, then publish the nodes with their embeddings"])
    }
    return LlamaCloudSource(version, outline, lane)
  }

  private static func outline(_ version: StoreVersion) throws(FormatError) -> NodeOutline {
    let files = candidates(version)
    if files.count == 1 { return try NodeOutline(files[0]) }
    var found: [NodeOutline] = []
    for file in files { if let outline = try? NodeOutline(file) { found.append(outline) } }
    guard found.count == 1 else {
      throw FormatError(
        .wrongContent, version.name,
        "expected one JSON file of nodes, found \(found.count) in \(version.files.count) files")
    }
    return found[0]
  }

  private static func candidates(_ version: StoreVersion) -> [StoreFile] {
    let named = version.files.filter { $0.name.lowercased().hasSuffix(".json") }
    return named.isEmpty && version.files.count == 1 ? version.files : named
  }
}
