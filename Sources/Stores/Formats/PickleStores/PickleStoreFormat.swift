internal import FAISS
internal import Host
public import Model
internal import StoreBytes

/// Tells pickles of scripts from other files by how they begin.
public struct PickleStoreFormat: FormatReader {
  public let format = StoreFormat.pickle

  public init() {}

  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "pickle")
    let pickles = await lane.run { version.files.filter(PickleHead.isPlain) }
    guard !pickles.isEmpty else { return nil }
    let indexes = await PickleHead.indexes(version)
    return FormatClaim(.pickle, files: (pickles + indexes).map(\.name))
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    try selection.requireNoCollection(in: version)
    let files = await PickleHead.indexes(version)
    let lane = BlockingLane(label: "pickle")
    let table = try await lane.runStoppable { (flag) throws(FormatError) in
      var pickles = version.files.filter(PickleHead.isPlain)
      // A single file is taken for what it was said to be: reading it says what is wrong.
      if pickles.isEmpty, version.files.count == 1 { pickles = version.files }
      guard !pickles.isEmpty else {
        throw FormatError(.wrongContent, version.name, "none of its files begins as a pickle")
      }
      return try RowTable(pickles, indexes: files, version, until: flag)
    }
    return PickleStore(version, table, allowsLossy: selection.allowsLossy, lane)
  }
}

/// How a pickle begins that is of no other format.
enum PickleHead {
  private static let size = 512
  private static let others = ["InMemoryDocstore", "faiss.swigfaiss", "chromadb."]

  /// A file that is named as a pickle and is none is taken for a damaged one: reading it says so, and
  /// a store is not read without it.
  static func isPlain(_ file: StoreFile) -> Bool {
    let isNamed = file.name.hasSuffix(".pkl") || file.name.hasSuffix(".pickle")
    guard let pinned = try? PinnedFile(file),
      let head = try? pinned.read(at: 0, count: Int(min(file.size, UInt64(size))))
    else { return isNamed }
    guard !others.contains(where: { contains(Array($0.utf8), head) }) else { return false }
    return isNamed || begins(head)
  }

  /// Files that are an index, or are named as one.
  static func indexes(_ version: StoreVersion) async -> [StoreFile] {
    let claimed = await FAISSFormat().claim(version)?.files ?? []
    return version.files.filter { file in
      claimed.contains(file.name)
        || [".faiss", ".index", ".ivf"].contains { file.name.hasSuffix($0) }
    }
  }

  /// Protocols 2 to 5 say what they are; 0 and 1 begin with a list or dictionary and a memo number.
  private static func begins(_ head: [UInt8]) -> Bool {
    guard head.count > 1 else { return false }
    if head[0] == 0x80 { return (2...5).contains(head[1]) }
    let text = Array("(l(d]q}q".utf8)
    let isOld = stride(from: 0, to: text.count, by: 2).contains {
      head[0] == text[$0] && head[1] == text[$0 + 1]
    }
    return isOld && head.count > 2 && (head[0] != text[0] || head[2] == UInt8(ascii: "p"))
  }

  private static func contains(_ wanted: [UInt8], _ bytes: [UInt8]) -> Bool {
    guard bytes.count >= wanted.count else { return false }
    return (0...bytes.count - wanted.count).contains {
      bytes[$0] == wanted[0] && bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }
}
