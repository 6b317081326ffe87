internal import CGit2
internal import Glibc
internal import Host

extension RepositoryReading {
  func diff(from old: ObjectID, to new: ObjectID, paths: [TreePath]) throws(GitError)
    -> [TreeChange]
  {
    let purpose = Library.Purpose("compare \(old.short) and \(new.short) in", name)
    let before = try tree(of: old, purpose)
    let after = try tree(of: new, purpose)
    let diff = try compared(before, after, paths, purpose)
    try findRenames(in: diff, purpose)
    var changes: [TreeChange] = []
    for index in 0..<(unsafe git_diff_num_deltas(diff.raw)) {
      guard let delta = unsafe git_diff_get_delta(diff.raw, index) else { continue }
      unsafe changes.append(try change(delta.pointee, purpose))
    }
    return changes.sorted { $0.path < $1.path }
  }

  func isDirty(_ path: String) throws(GitError) -> Bool {
    let purpose = Library.Purpose("look for changes of \(path) in", name)
    guard workFolder != nil else {
      throw purpose.error(.bareRepository, "it is bare and has no work tree")
    }
    var status: UInt32 = 0
    let answer = unsafe git_status_file(&status, handle.raw, path)
    if answer == GIT_ENOTFOUND.rawValue {
      throw purpose.error(.missingPath, "there is no such file, and there was none")
    }
    if answer == GIT_EAMBIGUOUS.rawValue { throw purpose.error(.wrongKind, "it is a folder") }
    try Library.check(answer, purpose)
    return status != GIT_STATUS_CURRENT.rawValue
  }

  /// Read from the configuration itself: looking up a remote leaks memory in libgit2 1.5, a hundred
  /// kilobytes a time.
  func remoteURL(_ remote: String) throws(GitError) -> String {
    let purpose = Library.Purpose("find the remote \(remote) of", name)
    let settings = try unsafe Handle.made(purpose, free: git_config_free) {
      unsafe git_repository_config_snapshot(&$0, handle.raw)
    }
    var url: UnsafePointer<CChar>?
    let answer = unsafe git_config_get_string(&url, settings.raw, "remote.\(remote).url")
    if answer == GIT_ENOTFOUND.rawValue || answer == GIT_EINVALIDSPEC.rawValue {
      throw purpose.error(
        .missingRemote, "there is no remote of this name", advice: "git remote lists them")
    }
    try Library.check(answer, purpose)
    guard let url = unsafe url else { throw purpose.error(.missingRemote, "it has no address") }
    return unsafe RemoteURL.shown(String(cString: url))
  }

  // MARK: - Private

  private func tree(of commit: ObjectID, _ purpose: Library.Purpose) throws(GitError) -> Handle {
    let holder = try self.commit(commit, purpose)
    return try unsafe Handle.made(purpose, free: git_tree_free) {
      unsafe git_commit_tree(&$0, holder.raw)
    }
  }

  private func compared(
    _ before: Handle, _ after: Handle, _ paths: [TreePath], _ purpose: Library.Purpose
  ) throws(GitError) -> Handle {
    var options = unsafe git_diff_options()
    try Library.check(
      unsafe git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)), purpose)
    // Paths are names, not patterns: a file may be called "[a]*".
    unsafe options.flags =
      GIT_DIFF_INCLUDE_TYPECHANGE.rawValue | GIT_DIFF_DISABLE_PATHSPEC_MATCH.rawValue
      | GIT_DIFF_SKIP_BINARY_CHECK.rawValue
    // Their bytes must stay in place until the call is over.
    var names = unsafe paths.map { path in
      unsafe path.bytes.withUnsafeBytes { unsafe Self.copied($0) }
    }
    defer { unsafe names.forEach { unsafe free($0) } }
    return try unsafe Handle.made(purpose, free: git_diff_free) { raw in
      unsafe names.withUnsafeMutableBufferPointer { names in
        unsafe options.pathspec = git_strarray(strings: names.baseAddress, count: names.count)
        return unsafe git_diff_tree_to_tree(&raw, handle.raw, before.raw, after.raw, &options)
      }
    }
  }

  private static func copied(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutablePointer<CChar>? {
    guard let copy = unsafe calloc(bytes.count + 1, 1) else { return nil }
    if let start = bytes.baseAddress { unsafe memcpy(copy, start, bytes.count) }
    return unsafe copy.assumingMemoryBound(to: CChar.self)
  }

  /// As `git diff -M`: from half of the content on. Beyond a thousand candidates only moves without
  /// an edit are found; the number is said here so that no configuration can change it.
  private func findRenames(in diff: Handle, _ purpose: Library.Purpose) throws(GitError) {
    var options = unsafe git_diff_find_options()
    try Library.check(
      unsafe git_diff_find_options_init(&options, UInt32(GIT_DIFF_FIND_OPTIONS_VERSION)), purpose)
    unsafe options.flags = GIT_DIFF_FIND_RENAMES.rawValue
    unsafe options.rename_threshold = 50
    unsafe options.rename_limit = 1000
    try Library.check(unsafe git_diff_find_similar(diff.raw, &options), purpose)
  }

  private func change(_ delta: git_diff_delta, _ purpose: Library.Purpose) throws(GitError)
    -> TreeChange
  {
    let before = try unsafe side(delta.old_file, purpose)
    let after = try unsafe side(delta.new_file, purpose)
    let kind: TreeChange.Kind? =
      switch unsafe delta.status {
      case GIT_DELTA_ADDED: .added
      case GIT_DELTA_DELETED: .deleted
      case GIT_DELTA_MODIFIED: .modified
      case GIT_DELTA_RENAMED: unsafe .renamed(similarity: Int(delta.similarity))
      case GIT_DELTA_TYPECHANGE: .retyped
      default: nil
      }
    guard let kind else { throw purpose.error(.other, "libgit2 reports an unknown kind of change") }
    let old = kind == .added ? nil : before
    let new = kind == .deleted ? nil : after
    guard let path = new?.path ?? old?.path else {
      throw purpose.error(.corrupted, "a change has no path")
    }
    return TreeChange(kind: kind, before: old, after: new, path: path)
  }

  /// Nil for the side on which there is nothing.
  private func side(_ file: git_diff_file, _ purpose: Library.Purpose) throws(GitError)
    -> TreeEntry?
  {
    guard let start = unsafe file.path, unsafe file.mode != 0 else { return nil }
    let path = unsafe TreePath(
      bytes: Array(UnsafeRawBufferPointer(start: start, count: strlen(start))))
    guard let kind = unsafe TreeEntry.Kind(git_filemode_t(UInt32(file.mode))) else {
      throw purpose.error(.corrupted, "\(path) has an unknown mode")
    }
    return unsafe TreeEntry(path: path, kind: kind, id: ObjectID(file.id))
  }
}
