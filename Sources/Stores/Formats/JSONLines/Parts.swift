internal import Host
internal import Model

/// The open files of one store version, in the order of their rows. Its calls block.
struct Parts: Sendable {
  private let files: [OpenFile]
  private let pinned: [StoreFile]
  /// What the machine said of each file when it was opened.
  private let identities: [String]

  /// Opens the files and makes sure that they are still what was pinned.
  init(_ version: StoreVersion) throws(JSONLinesError) {
    pinned = try Parts.choose(version)
    var files: [OpenFile] = []
    var identities: [String] = []
    for file in pinned {
      do throws(SystemError) {
        let open = try OpenFile(file.path)
        let facts = try open.facts()
        guard facts.size == file.size, !Parts.isOther(facts.identity, than: file.identity) else {
          throw SystemError("read", file.path, number: 0)
        }
        files.append(open)
        identities.append(facts.identity)
      } catch {
        throw error.number == 0 ? Parts.changed(file.path) : JSONLinesError(error)
      }
    }
    self.files = files
    self.identities = identities
  }

  var count: Int { files.count }

  func path(_ part: Int) -> String { files[part].path }
  func size(_ part: Int) -> UInt64 { pinned[part].size }

  func read(_ part: Int, at offset: UInt64, count: Int) throws(JSONLinesError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try files[part].read(at: offset, count: count) } catch {
      throw JSONLinesError(error)
    }
    guard bytes.count == count else { throw Parts.changed(path(part)) }
    return bytes
  }

  /// Fails where a file, or what its path leads to, is no longer what was opened.
  func check() throws(JSONLinesError) {
    for (file, identity) in zip(files, identities) {
      let now: [String]
      do throws(SystemError) {
        now = [try file.facts().identity, try Files.identity(file.path)]
      } catch {
        guard error.isMissing else { throw JSONLinesError(error) }
        throw Parts.changed(file.path)
      }
      guard now == [identity, identity] else { throw Parts.changed(file.path) }
    }
  }

  /// A file's version in an object store says nothing about the file on this machine.
  private static func isOther(_ identity: String, than pinned: String) -> Bool {
    pinned.hasPrefix(FileFacts.prefix) && pinned != identity
  }

  private static func changed(_ path: String) -> JSONLinesError {
    JSONLinesError(
      .changed, path,
      "the store changed while being read; run again, and publish a new version instead of "
        + "changing the files of an old one")
  }
}

extension JSONLinesError {
  init(_ error: SystemError) {
    self.init(
      .unreadable, error.subject,
      "\(error.attempt) failed: \(error.reason); check the path and its permissions")
  }
}

extension Parts {
  /// The names by which files of rows are known.
  static func isNamedAsRows(_ name: String) -> Bool {
    [".jsonl", ".ndjson", ".jsonlines", ".json-lines"].contains { name.lowercased().hasSuffix($0) }
  }

  /// All files that are named as rows; else the only file there is.
  private static func choose(_ version: StoreVersion) throws(JSONLinesError) -> [StoreFile] {
    let named = version.files.filter { isNamedAsRows($0.name) }
    if !named.isEmpty { return named }
    guard version.files.count == 1 else {
      let names = version.files.prefix(5).map(\.name).joined(separator: ", ")
      throw JSONLinesError(
        .wrongContent, version.name,
        "expected files that end in .jsonl or .ndjson, or one file, found: "
          + (names.isEmpty ? "nothing" : names))
    }
    return version.files
  }
}
