internal import CGit2
internal import Glibc

extension RepositoryReading {
  func walk(_ tree: ObjectID, path: TreePath, limit: Int) throws(GitError) -> [TreeEntry] {
    let purpose = Library.Purpose("list \(path.bytes.isEmpty ? tree.short : "\(path)") in", name)
    var found: [TreeEntry] = []
    let root = try self.tree(tree, purpose)
    guard !path.bytes.isEmpty else {
      try append(root, "", depth: 0, limit: limit, to: &found, purpose)
      return found
    }
    let start = try entry(at: path, in: root, purpose)
    found.append(start)
    if start.kind == .folder {
      let folder = try self.tree(start.id, purpose)
      try append(folder, path, depth: 0, limit: limit, to: &found, purpose)
    }
    return found
  }

  func blob(at path: TreePath, in commit: ObjectID, limit: Int) throws(GitError) -> Blob {
    let purpose = Library.Purpose("read \(path) of \(commit.short) in", name)
    let holder = try self.commit(commit, purpose)
    let root = try unsafe Handle.made(purpose, free: git_tree_free) {
      unsafe git_commit_tree(&$0, holder.raw)
    }
    let entry = try entry(at: path, in: root, purpose)
    switch entry.kind {
    case .folder: throw purpose.error(.wrongKind, "it is a folder")
    case .submodule: throw purpose.error(.wrongKind, "it is a submodule")
    case .file, .executable, .symlink:
      try refuseLarge(entry.id, limit, purpose)
      return Blob(entry: entry, bytes: try content(entry.id, purpose))
    }
  }

  // MARK: - Private

  /// Deeper than any tree that a person makes, and shallow enough for the stack of a lane.
  private static let deepest = 256

  private func tree(_ id: ObjectID, _ purpose: Library.Purpose) throws(GitError) -> Handle {
    var raw = try id.raw(for: purpose)
    return try unsafe Handle.made(purpose, free: git_tree_free) {
      unsafe git_tree_lookup(&$0, handle.raw, &raw)
    }
  }

  private func append(
    _ tree: Handle, _ prefix: TreePath, depth: Int, limit: Int, to found: inout [TreeEntry],
    _ purpose: Library.Purpose
  ) throws(GitError) {
    guard depth < Self.deepest else {
      throw purpose.error(.tooLarge, "its folders are nested more than \(Self.deepest) deep")
    }
    for index in 0..<(unsafe git_tree_entrycount(tree.raw)) {
      guard let raw = unsafe git_tree_entry_byindex(tree.raw, index) else { continue }
      guard found.count < limit else {
        throw purpose.error(.tooLarge, "it holds more than \(limit) entries")
      }
      let entry = try unsafe described(raw, below: prefix, purpose)
      found.append(entry)
      guard entry.kind == .folder else { continue }
      let folder = try self.tree(entry.id, purpose)
      try append(folder, entry.path, depth: depth + 1, limit: limit, to: &found, purpose)
    }
  }

  /// Walks the path name by name, so that a symlink on the way is what it is: no folder.
  private func entry(at path: TreePath, in root: Handle, _ purpose: Library.Purpose)
    throws(GitError) -> TreeEntry
  {
    var tree = root
    var walked: TreePath = ""
    let names = path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, name) in names.enumerated() {
      let raw = unsafe (Array(name) + [0]).withUnsafeBytes { bytes in
        unsafe bytes.baseAddress.flatMap {
          unsafe git_tree_entry_byname(tree.raw, $0.assumingMemoryBound(to: CChar.self))
        }
      }
      guard let raw = unsafe raw, !name.contains(0) else {
        throw purpose.error(.missingPath, "there is nothing with this name")
      }
      let entry = try unsafe described(raw, below: walked, purpose)
      if index == names.count - 1 { return entry }
      guard entry.kind == .folder else {
        throw purpose.error(.missingPath, "\(entry.path) is a \(entry.kind.rawValue), not a folder")
      }
      tree = try self.tree(entry.id, purpose)
      walked = entry.path
    }
    throw purpose.error(.missingPath, "there is nothing with this name")
  }

  private func described(
    _ raw: OpaquePointer, below prefix: TreePath, _ purpose: Library.Purpose
  ) throws(GitError) -> TreeEntry {
    guard let name = unsafe git_tree_entry_name(raw), let id = unsafe git_tree_entry_id(raw) else {
      throw purpose.error(.corrupted, "an entry has no name")
    }
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
    let path = prefix.appending(bytes)
    let mode = unsafe git_tree_entry_filemode(raw)
    guard let kind = TreeEntry.Kind(mode) else {
      throw purpose.error(.corrupted, "\(path) has the unknown mode \(mode.rawValue)")
    }
    return unsafe TreeEntry(path: path, kind: kind, id: ObjectID(id.pointee))
  }

  private func refuseLarge(_ id: ObjectID, _ limit: Int, _ purpose: Library.Purpose)
    throws(GitError)
  {
    let objects = try unsafe Handle.made(purpose, free: git_odb_free) {
      unsafe git_repository_odb(&$0, handle.raw)
    }
    var raw = try id.raw(for: purpose)
    var size = 0
    var kind = GIT_OBJECT_INVALID
    try Library.check(unsafe git_odb_read_header(&size, &kind, objects.raw, &raw), purpose)
    guard size <= limit else {
      throw purpose.error(.tooLarge, "it has \(size) bytes, and \(limit) are allowed")
    }
  }

  private func content(_ id: ObjectID, _ purpose: Library.Purpose) throws(GitError) -> [UInt8] {
    var raw = try id.raw(for: purpose)
    let blob = try unsafe Handle.made(purpose, free: git_blob_free) {
      unsafe git_blob_lookup(&$0, handle.raw, &raw)
    }
    let size = unsafe Int(git_blob_rawsize(blob.raw))
    guard let start = unsafe git_blob_rawcontent(blob.raw) else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: size))
  }
}

extension TreeEntry.Kind {
  init?(_ mode: git_filemode_t) {
    switch mode {
    case GIT_FILEMODE_BLOB: self = .file
    case GIT_FILEMODE_BLOB_EXECUTABLE: self = .executable
    case GIT_FILEMODE_LINK: self = .symlink
    case GIT_FILEMODE_COMMIT: self = .submodule
    case GIT_FILEMODE_TREE: self = .folder
    default: return nil
    }
  }
}
