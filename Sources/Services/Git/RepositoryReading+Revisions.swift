internal import CGit2

extension RepositoryReading {
  func resolve(_ revision: String) throws(GitError) -> Commit {
    let purpose = Library.Purpose("resolve \(revision) in", name)
    let named = try parsed(revision, purpose)
    var peeled: OpaquePointer?
    let answer = unsafe git_object_peel(&peeled, named.raw, GIT_OBJECT_COMMIT)
    if answer == GIT_EINVALIDSPEC.rawValue || answer == GIT_EPEEL.rawValue {
      throw purpose.error(.wrongKind, "it is no commit, and no tag of one")
    }
    try Library.check(answer, purpose)
    guard let peeled = unsafe peeled else { throw purpose.error(.other, "libgit2 gave nothing") }
    return facts(of: unsafe Handle(peeled, git_object_free))
  }

  func object(_ revision: String) throws(GitError) -> RepositoryObject {
    let purpose = Library.Purpose("resolve \(revision) in", name)
    let named = try parsed(revision, purpose)
    guard let id = unsafe git_object_id(named.raw) else {
      throw purpose.error(.other, "it has no name")
    }
    let kind: RepositoryObject.Kind? =
      switch unsafe git_object_type(named.raw) {
      case GIT_OBJECT_COMMIT: .commit
      case GIT_OBJECT_TREE: .tree
      case GIT_OBJECT_BLOB: .blob
      case GIT_OBJECT_TAG: .tag
      default: nil
      }
    guard let kind else { throw purpose.error(.wrongKind, "it is of an unknown kind") }
    return unsafe RepositoryObject(id: ObjectID(id.pointee), kind: kind)
  }

  func head() throws(GitError) -> Head {
    let purpose = Library.Purpose("read HEAD of", name)
    let symbolic = try unsafe Handle.made(purpose, free: git_reference_free) {
      unsafe git_reference_lookup(&$0, handle.raw, "HEAD")
    }
    guard let target = unsafe git_reference_symbolic_target(symbolic.raw) else {
      guard let id = unsafe git_reference_target(symbolic.raw) else {
        throw purpose.error(.corrupted, "it points nowhere")
      }
      return unsafe .detached(ObjectID(id.pointee))
    }
    let branch = unsafe String(cString: target).removingPrefix("refs/heads/")
    var id = git_oid()
    let answer = unsafe git_reference_name_to_id(&id, handle.raw, target)
    if answer == GIT_ENOTFOUND.rawValue { return .unborn(branch) }
    try Library.check(answer, purpose)
    return .branch(branch, ObjectID(id))
  }

  func isShallow() throws(GitError) -> Bool {
    let answer = unsafe git_repository_is_shallow(handle.raw)
    return try Library.check(answer, Library.Purpose("look for a cut history in", name)) == 1
  }

  func isAncestor(_ commit: ObjectID, of other: ObjectID) throws(GitError) -> Bool {
    let purpose = Library.Purpose("compare \(commit.short) and \(other.short) in", name)
    var ancestor = try commit.raw(for: purpose)
    var descendant = try other.raw(for: purpose)
    try require(&ancestor, commit, purpose)
    try require(&descendant, other, purpose)
    if commit == other { return true }
    let answer = unsafe git_graph_descendant_of(handle.raw, &descendant, &ancestor)
    return try explainingCut { () throws(GitError) in try Library.check(answer, purpose) == 1 }
  }

  func mergeBase(_ one: ObjectID, _ other: ObjectID) throws(GitError) -> ObjectID? {
    let purpose = Library.Purpose("find the merge base of \(one.short) and \(other.short) in", name)
    var first = try one.raw(for: purpose)
    var second = try other.raw(for: purpose)
    try require(&first, one, purpose)
    try require(&second, other, purpose)
    var base = git_oid()
    let answer = unsafe git_merge_base(&base, handle.raw, &first, &second)
    // The same answer means "nothing in common" and "a parent is missing"; only the domain differs.
    return try explainingCut { () throws(GitError) in
      do throws(GitError) {
        try Library.check(answer, purpose)
        return ObjectID(base)
      } catch  where answer == GIT_ENOTFOUND.rawValue && error.code != .missingObject {
        if try isShallow() { throw purpose.error(.missingObject, "no common commit is here") }
        return nil
      }
    }
  }

  /// The commit with this name, which must be one and must be here.
  func commit(_ id: ObjectID, _ purpose: Library.Purpose) throws(GitError) -> Handle {
    var raw = try id.raw(for: purpose)
    return try unsafe Handle.made(purpose, free: git_object_free) {
      unsafe git_object_lookup(&$0, handle.raw, &raw, GIT_OBJECT_COMMIT)
    }
  }

  // MARK: - Private

  /// libgit2 answers "not an ancestor" for a commit that it does not have.
  private func require(_ raw: inout git_oid, _ id: ObjectID, _ purpose: Library.Purpose)
    throws(GitError)
  {
    _ = try commit(id, purpose)
  }

  private func parsed(_ revision: String, _ purpose: Library.Purpose) throws(GitError) -> Handle {
    guard !revision.isEmpty, !revision.utf8.contains(0) else {
      throw purpose.error(.unknownRevision, "that is no revision")
    }
    return try explainingCut { () throws(GitError) in
      do throws(GitError) {
        return try unsafe Handle.made(purpose, free: git_object_free) {
          unsafe git_revparse_single(&$0, handle.raw, revision)
        }
      } catch  where error.code == .unknownRevision || error.code == .unborn {
        if case .unborn(let branch) = try head() {
          throw purpose.error(
            .unborn, "\(branch) has no commit yet", advice: "make a first commit")
        }
        throw error
      }
    }
  }

  /// A commit that is missing is no damage where the history was cut off on purpose.
  private func explainingCut<Value>(_ body: () throws(GitError) -> Value) throws(GitError) -> Value
  {
    do throws(GitError) {
      return try body()
    } catch  where error.code == .missingObject || error.code == .unknownRevision {
      guard try isShallow() else { throw error }
      throw error.advising("the history was cut off by a shallow clone: git fetch --unshallow")
    }
  }

  private func facts(of commit: Handle) -> Commit {
    let parents = unsafe (0..<git_commit_parentcount(commit.raw)).compactMap { index in
      unsafe git_commit_parent_id(commit.raw, index).map { unsafe ObjectID($0.pointee) }
    }
    let summary = unsafe git_commit_summary(commit.raw).map { unsafe String(cString: $0) }
    return unsafe Commit(
      id: ObjectID(git_commit_id(commit.raw).pointee),
      tree: ObjectID(git_commit_tree_id(commit.raw).pointee), parents: parents,
      time: git_commit_time(commit.raw), summary: summary ?? "")
  }
}

extension Library.Purpose {
  func error(_ code: GitError.Code, _ message: String, advice: String? = nil) -> GitError {
    GitError(code, attempt: attempt, subject: subject, message: message, advice: advice)
  }
}

extension String {
  func removingPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
