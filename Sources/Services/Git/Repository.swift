internal import Host

/// A repository on this machine, opened for reading.
///
/// Calls run one after the other on a lane of its own, off the cooperative pool. Open it again for
/// parallel reading.
public final class Repository: Sendable {
  /// The folder of git's own files: ".git", or the repository itself if it is bare.
  public let gitFolder: String
  /// The work tree, without a slash at the end; nil if the repository is bare.
  public let workFolder: String?

  private let lane: BlockingLane
  private let reading: RepositoryReading

  private init(_ reading: RepositoryReading, _ lane: BlockingLane) {
    self.reading = reading
    self.lane = lane
    gitFolder = reading.gitFolder
    workFolder = reading.workFolder
  }

  /// Opens the repository at `path`: its work tree or its git folder, never a folder above. It may
  /// belong to anybody: it was named, and reading executes nothing.
  public static func open(_ path: String) async throws(GitError) -> Repository {
    try await opened { () throws(GitError) in try RepositoryReading.opened(at: path) }
  }

  /// Opens the repository that holds the folder `path`, which may be deep inside.
  ///
  /// A repository found above must belong to this user, to root, or to the owner of `path`: nobody
  /// else can plant one in a parent folder such as /tmp. In a container, where the work tree belongs
  /// to somebody else altogether, that still holds, and nothing needs to be configured.
  public static func discover(from path: String) async throws(GitError) -> Repository {
    try await opened { () throws(GitError) in try RepositoryReading.discovered(from: path) }
  }

  private static func opened(_ open: @escaping @Sendable () throws(GitError) -> RepositoryReading)
    async throws(GitError) -> Repository
  {
    let lane = BlockingLane(label: "git repository")
    return Repository(try await lane.run(open), lane)
  }

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (RepositoryReading) throws(GitError) -> Value
  ) async throws(GitError) -> Value {
    let reading = reading
    return try await lane.run { () throws(GitError) in try body(reading) }
  }
}

extension Repository {
  /// The commit that a branch, a tag (also an annotated one), a hash or its beginning, or an
  /// expression such as `HEAD~2` or `origin/main` names.
  public func resolve(_ revision: String) async throws(GitError) -> Commit {
    try await read { git throws(GitError) in try git.resolve(revision) }
  }

  /// The object that a revision names, tags not followed: `v1`, `HEAD:folder/file`, `HEAD^{tree}`.
  public func object(_ revision: String) async throws(GitError) -> RepositoryObject {
    try await read { git throws(GitError) in try git.object(revision) }
  }

  public func head() async throws(GitError) -> Head {
    try await read { git throws(GitError) in try git.head() }
  }

  /// True if the history was cut off when the repository was cloned.
  public func isShallow() async throws(GitError) -> Bool {
    try await read { git throws(GitError) in try git.isShallow() }
  }

  /// A commit is an ancestor of itself.
  public func isAncestor(_ commit: ObjectID, of other: ObjectID) async throws(GitError) -> Bool {
    try await read { git throws(GitError) in try git.isAncestor(commit, of: other) }
  }

  /// The best common ancestor; nil if the histories have nothing in common.
  public func mergeBase(_ one: ObjectID, _ other: ObjectID) async throws(GitError) -> ObjectID? {
    try await read { git throws(GitError) in try git.mergeBase(one, other) }
  }

  /// Everything below `path` (the whole tree if it is empty) in git's order, each folder before what
  /// it holds. Submodules are listed, not entered. More than `limit` entries are refused.
  public func walk(_ tree: ObjectID, path: TreePath = "", limit: Int = 1_000_000)
    async throws(GitError) -> [TreeEntry]
  {
    try await read { git throws(GitError) in try git.walk(tree, path: path, limit: limit) }
  }

  /// The file at `path` in a commit, as it is stored: no filter, no change of line ends. A file of
  /// more than `limit` bytes is refused before it is loaded.
  public func blob(at path: TreePath, in commit: ObjectID, limit: Int)
    async throws(GitError) -> Blob
  {
    try await read { git throws(GitError) in try git.blob(at: path, in: commit, limit: limit) }
  }

  /// What is different in `new`, sorted by path. `paths` are files and folders, taken literally;
  /// none means everything. Renames are found among what `paths` leaves over.
  public func diff(from old: ObjectID, to new: ObjectID, paths: [TreePath] = [])
    async throws(GitError) -> [TreeChange]
  {
    try await read { git throws(GitError) in try git.diff(from: old, to: new, paths: paths) }
  }

  /// Whether the file at `path` in the work tree or the index differs from the last commit. A file
  /// that git does not know is dirty too.
  public func isDirty(_ path: String) async throws(GitError) -> Bool {
    try await read { git throws(GitError) in try git.isDirty(path) }
  }

  /// Where a remote is, fit to be shown: without user, password and query.
  public func remoteURL(_ name: String) async throws(GitError) -> String {
    try await read { git throws(GitError) in try git.remoteURL(name) }
  }
}
