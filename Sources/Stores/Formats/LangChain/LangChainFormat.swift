internal import FAISS
internal import Host
public import Model
internal import StoreBytes

/// Tells stores of LangChain from others by how their pickles begin.
public struct LangChainFormat: FormatReader {
  public let format = StoreFormat.langchain

  public init() {}

  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "langchain")
    let saved = await lane.run { LangChainFormat.saved(version) }
    guard !saved.isEmpty else { return nil }
    return FormatClaim(
      .langchain, files: saved.flatMap { [$0.pickle.name, $0.index?.name ?? $0.pickle.name] })
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    let lane = BlockingLane(label: "langchain")
    let saved = await lane.run { LangChainFormat.saved(version) }
    guard !saved.isEmpty else {
      throw FormatError(
        .wrongContent, version.name, "none of its files is a pickle of a docstore",
        hints: ["a store of LangChain is index.faiss and index.pkl, as save_local writes them"])
    }
    var chosen = saved
    if let name = selection.collection {
      chosen = saved.filter { $0.name.utf8.elementsEqual(name.utf8) }
      guard !chosen.isEmpty else {
        throw FormatError.noSuchCollection(name, in: version, held: saved.map(\.name))
      }
    }
    let files = chosen
    let stores = try await lane.runStoppable { (flag) throws(FormatError) in
      var stores: [SavedStore] = []
      for saved in files { stores.append(try SavedStore(saved, version, until: flag)) }
      return stores
    }
    return LangChainStore(
      version, stores, collections: saved.count > 1 ? saved.map(\.name) : [],
      allowsLossy: selection.allowsLossy, lane)
  }

  /// Pickles of docstores, each with the index of its name, in the order of their names. Beside one of
  /// them, a pickle with an index of its name is taken for another, though it may be damaged.
  static func saved(_ version: StoreVersion) -> [SavedFiles] {
    let heads = version.files.map(DocstoreHead.holdsIndex)
    guard heads.contains(where: { $0 != nil }) else { return [] }
    return zip(version.files, heads).compactMap { file, head in
      let isNamed = file.name.hasSuffix(".pkl")
      let stem = isNamed ? String(file.name.dropLast(4)) : file.name
      let index = version.files.first { $0.name.utf8.elementsEqual((stem + ".faiss").utf8) }
      guard head != nil || (isNamed && index != nil) else { return nil }
      return SavedFiles(name: stem, pickle: file, index: head == true ? nil : index)
    }
  }
}

/// How the pickle of a docstore begins.
enum DocstoreHead {
  private static let size = 512

  /// Whether the pickle begins with an index, of which a docstore follows; nil for other files.
  static func holdsIndex(_ file: StoreFile) -> Bool? {
    guard file.size > 8, let pinned = try? PinnedFile(file),
      let head = try? pinned.read(at: 0, count: Int(min(file.size, UInt64(size)))),
      head[0] == 0x80 || head[0] == UInt8(ascii: "(")
    else { return nil }
    let docstore = place(of: "InMemoryDocstore", in: head)
    let index = place(of: "faiss.swigfaiss", in: head)
    switch (docstore, index) {
    case (nil, nil): return nil
    case (nil, _): return true
    case (_, nil): return false
    case (let docstore?, let index?): return index < docstore
    }
  }

  private static func place(of name: StaticString, in bytes: [UInt8]) -> Int? {
    let wanted = Array("\(name)".utf8)
    guard bytes.count >= wanted.count else { return nil }
    return (0...bytes.count - wanted.count).first {
      bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }
}
