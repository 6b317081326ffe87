// Chroma: the persistent folder of the library of that name, version 0.4 and later.
//
// Given a folder with the database and the folders of its vector segments, it returns rows. Ids,
// texts and metadata come from the tables; vectors from the segment's files, brought up to date by
// the operations that the database still keeps in its queue. A row whose vector is in neither has
// none, and that is told.
//
// Order: collections by the bytes of their names, rows of one by their number in the database
// (`embeddings.id`). A collection whose name another database of the same store has too is shown as
// tenant/database/name. Metadata are as they are stored; `chroma:document` is the text and
// `chroma:uri` stays a key of the metadata; a number that is infinite becomes null.
//
// It writes nothing, not even beside the store, runs nothing that is stored in it, and takes nothing
// for a table that is none.
internal import Model
internal import StoreBytes

/// Where the files of a Chroma store are among the files of a version.
struct StoreLayout: Sendable {
  static let usualName = "chroma.sqlite3"

  let database: StoreFile
  /// What a writer leaves beside a database: changes that are not in it yet, or are to be undone.
  let log: StoreFile?
  let journal: StoreFile?
  /// The folder of the database in the version: empty, or with a slash at its end.
  private let folder: String
  private let files: [String: StoreFile]

  init(_ database: StoreFile, in version: StoreVersion) {
    self.database = database
    files = Dictionary(version.files.map { ($0.name, $0) }) { first, _ in first }
    log = files[database.name + "-wal"]
    journal = files[database.name + "-journal"]
    let slash = database.name.utf8.lastIndex(of: UInt8(ascii: "/"))
    folder = slash.map { String(database.name[...$0]) } ?? ""
  }

  /// A file of the segment; its id comes from the database and is compared, never followed.
  func file(_ name: String, ofSegment id: String) -> StoreFile? { files[folder + id + "/" + name] }

  /// Every file that belongs to such a store, in whatever state it is.
  var names: Set<String> {
    var names: Set = [database.name]
    for side in ["-wal", "-shm", "-journal"] where files[database.name + side] != nil {
      names.insert(database.name + side)
    }
    for name in files.keys where name.utf8.starts(with: folder.utf8) {
      let parts = name.utf8.dropFirst(folder.utf8.count).split(separator: UInt8(ascii: "/"))
      guard parts.count == 2, let last = parts.last.map({ String(Substring($0)) }) else { continue }
      if SegmentFileName(rawValue: last) != nil { names.insert(name) }
    }
    return names
  }
}

/// The files of a vector segment.
enum SegmentFileName: String, CaseIterable {
  case header = "header.bin"
  case elements = "data_level0.bin"
  case lengths = "length.bin"
  case links = "link_lists.bin"
  case labels = "index_metadata.pickle"
}
