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
    let index = await FAISSFormat().claim(version)?.files ?? []
    return FormatClaim(.pickle, files: pickles.map(\.name) + index)
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    if let name = selection.collection {
      throw FormatError(
        .noSuchCollection, version.name, "there is no collection \"\(name)\" in it",
        hints: ["it holds one set of rows; leave the collection out"])
    }
    let indexes = await FAISSFormat().claim(version)?.files ?? []
    let lane = BlockingLane(label: "pickle")
    let table = try await lane.run { () throws(FormatError) in
      var pickles = version.files.filter(PickleHead.isPlain)
      // A single file is taken for what it was said to be: reading it says what is wrong.
      if pickles.isEmpty, version.files.count == 1 { pickles = version.files }
      guard !pickles.isEmpty else {
        throw FormatError(.wrongContent, version.name, "none of its files begins as a pickle")
      }
      let files = version.files.filter { indexes.contains($0.name) }
      return try RowTable(pickles, indexes: files, version)
    }
    return PickleStore(version, table, allowsLossy: selection.allowsLossy, lane)
  }
}

/// How a pickle begins that is of no other format.
enum PickleHead {
  private static let size = 512
  private static let others = ["InMemoryDocstore", "faiss.swigfaiss", "chromadb."]

  static func isPlain(_ file: StoreFile) -> Bool {
    guard file.size > 1, let pinned = try? PinnedFile(file),
      let head = try? pinned.read(at: 0, count: Int(min(file.size, UInt64(size)))),
      begins(head)
    else { return false }
    return !others.contains { contains(Array($0.utf8), head) }
  }

  /// Protocols 2 to 5 say what they are; 0 and 1 begin with a list or dictionary and a memo number.
  private static func begins(_ head: [UInt8]) -> Bool {
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
