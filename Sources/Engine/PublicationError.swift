public import Host
public import Model

/// A version that cannot be published, or not be taken away.
public enum PublicationError: Error, Hashable, Sendable {
  case notHere(_ store: String)
  case unsound(_ folder: String, _ problem: String)
  case changed(_ folder: String)
  case taken(_ name: String, _ version: String, _ place: String)
  case contested(_ place: String)
  /// A name or a version that nobody could ask for.
  case unusable(_ kind: String, _ word: String)
  /// Several collections in a folder of which dedupe makes one store.
  case severalCollections(_ folder: String, _ names: [String])
  /// The rows that dedupe left do not fit where they are written down.
  case noRoom(_ cause: SystemError)
  /// A row that no file can hold as it is.
  case notKept(_ folder: String, row: Int)
}

extension PublicationError: ExplainedError {
  public var word: String {
    switch self {
    case .notHere: "not_publishable"
    case .unsound: "unsound_store"
    case .changed: "store_changed"
    case .taken: "version_exists"
    case .contested: "contested_catalog"
    case .unusable: "unusable_name"
    case .severalCollections: "many_collections"
    case .noRoom: "no_scratch"
    case .notKept: "not_kept"
    }
  }

  public var sentence: String {
    switch self {
    case .notHere(let store): "nothing can be published to the store \"\(store)\""
    case .unsound(let folder, let problem): "\(folder) is not fit to be published: \(problem)"
    case .changed(let folder): "\(folder) changed while it was published; nothing was listed"
    case .taken(let name, let version, let place):
      "\(place) already has a version \"\(version)\" of \"\(name)\", with other files"
    case .contested(let place):
      "the metadata.json in \(place) never stayed the same for long enough"
    case .unusable(let kind, let word): "a \(kind) cannot be \"\(word)\""
    case .severalCollections(let folder, let names):
      "\(folder) holds the collections \(names.prefix(20).joined(separator: ", ")), and dedupe "
        + "makes one store of one"
    case .noRoom(let cause): "cannot write down the rows that dedupe leaves: \(cause)"
    case .notKept(let folder, let row):
      "of the rows that dedupe left of \(folder), number \(row) would not read back as it is; "
        + "nothing was published"
    }
  }

  public var hints: [String] {
    switch self {
    case .notHere: []
    case .unsound: ["look at it with 'plumb store inspect --full'"]
    case .changed: ["publish again when nobody writes to it"]
    case .taken: ["give it another --version; a version never changes"]
    case .contested: ["run again when fewer publish at once"]
    case .unusable(_, let word):
      [
        word == "latest"
          ? "a manifest means the newest version by it; leave --version out to name it by its time"
          : "write it without \"..\", control characters, and slashes at its ends"
      ]
    case .severalCollections: ["choose one with --collection"]
    case .noRoom: ["set TMPDIR to a folder on a disk that has room for all of them"]
    case .notKept: ["publish the folder without --dedupe, and look at that row"]
    }
  }
}
