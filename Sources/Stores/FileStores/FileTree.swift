internal import Catalogs
internal import Host
internal import Model

/// The files under one path of a store's folder, or that one file.
struct FileTree {
  /// Deeper folders than this are a loop or a mistake.
  private static let depthLimit = 16
  private static let countLimit = 100_000

  private let folder: String
  private let root: String
  private let realFolder: String
  private let facts: FileFacts

  init(_ path: String, in folder: String) throws(StoreError) {
    var path = path
    while path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    self.folder = folder
    root = path.isEmpty || path == "." ? folder : folder + "/" + path
    do throws(SystemError) {
      realFolder = try Files.resolved(folder)
      facts = try Files.facts(root)
    } catch {
      throw FileTree.missing(error, path, folder)
    }
    try stayInside(root)
  }

  /// Everything but hidden files, sorted by name.
  func files() throws(StoreError) -> [StoreFile] {
    guard facts.kind == .folder else { return [try pinned(root, name: lastComponent, facts)] }
    var files: [StoreFile] = []
    try collect(root, prefix: "", depth: 0, into: &files)
    return files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The files that a catalog lists, of the sizes that it says.
  func files(_ listed: [CatalogFile]) throws(StoreError) -> [StoreFile] {
    var files: [StoreFile] = []
    for listed in listed {
      let isSelf = facts.kind != .folder && listed.name == lastComponent
      let file = isSelf ? root : root + "/" + listed.name
      let found = try facts(of: file, listed.name)
      if let size = listed.size, size != found.size {
        throw StoreError(
          .wrongSize, in: folder,
          "\(listed.name) has \(found.size) bytes, the catalog says \(size): the upload or download was "
            + "cut short, or the file was changed; publish the version again")
      }
      try stayInside(file)
      files.append(try pinned(file, name: listed.name, found))
    }
    return files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private var lastComponent: String {
    root.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(root[root.utf8.index(after: $0)...]) }
      ?? root
  }

  private func collect(
    _ path: String, prefix: String, depth: Int, into files: inout [StoreFile]
  ) throws(StoreError) {
    guard depth < FileTree.depthLimit, files.count < FileTree.countLimit else {
      throw StoreError(
        .unreadable, in: folder, "\(path) is nested too deeply or holds too many files for a store")
    }
    let names: [String]
    do throws(SystemError) { names = try Files.list(path) } catch {
      throw StoreError(error, in: folder)
    }
    for name in names where name.utf8.first != UInt8(ascii: ".") {
      let file = path + "/" + name
      let found = try facts(of: file, prefix + name)
      try stayInside(file)
      if found.kind == .folder {
        try collect(file, prefix: prefix + name + "/", depth: depth + 1, into: &files)
      } else {
        files.append(try pinned(file, name: prefix + name, found))
      }
    }
  }

  private func facts(of file: String, _ name: String) throws(StoreError) -> FileFacts {
    do throws(SystemError) { return try Files.facts(file) } catch {
      guard error.isMissing else { throw StoreError(error, in: folder) }
      throw StoreError(
        .missingFile, in: folder,
        "the file \(name) is missing or a link that leads nowhere; publish the version again")
    }
  }

  private func pinned(_ path: String, name: String, _ facts: FileFacts) throws(StoreError)
    -> StoreFile
  {
    guard facts.kind == .file else {
      throw StoreError(.unreadable, in: folder, "\(name) is neither a file nor a folder")
    }
    return StoreFile(name: name, path: path, size: facts.size, identity: facts.identity)
  }

  /// A link that leads out of the folder could serve any file of this machine as a store.
  private func stayInside(_ path: String) throws(StoreError) {
    let real: String
    do throws(SystemError) { real = try Files.resolved(path) } catch {
      throw StoreError(error, in: folder)
    }
    let base = realFolder == "/" ? "/" : realFolder + "/"
    guard real.utf8.elementsEqual(realFolder.utf8) || real.utf8.starts(with: base.utf8) else {
      throw StoreError(
        .outside, in: folder,
        "\(path) is a link that leads out of the folder; copy the file instead")
    }
  }

  private static func missing(_ error: SystemError, _ path: String, _ folder: String)
    -> StoreError
  {
    guard error.isMissing, let names = try? Files.list(folder) else {
      return StoreError(error, in: folder)
    }
    let visible = names.filter { $0.utf8.first != UInt8(ascii: ".") }
    let message = CatalogError.missing(path, in: visible)
    return StoreError(.noSuchName, in: folder, message)
  }
}
