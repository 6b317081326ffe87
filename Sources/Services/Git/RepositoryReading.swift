internal import CGit2
internal import Glibc
internal import Host

/// An open repository and what is read from it, call by call.
///
/// Unchecked: libgit2 wants one thread at a time for a repository, and the lane of the `Repository`
/// that owns this is the only place where it is used.
final class RepositoryReading: @unchecked Sendable {
  let handle: Handle
  /// For messages: the path it was opened with.
  let name: String

  private init(_ handle: Handle, name: String) {
    self.handle = handle
    self.name = name
  }

  static func opened(at path: String) throws(GitError) -> RepositoryReading {
    try opened(path, walkingUp: false)
  }

  static func discovered(from path: String) throws(GitError) -> RepositoryReading {
    let found = try opened(path, walkingUp: true)
    try found.refuseStranger(startingAt: path)
    return found
  }

  private static func opened(_ path: String, walkingUp: Bool) throws(GitError)
    -> RepositoryReading
  {
    Library.start()
    let purpose = Library.Purpose("open the repository", path)
    let flags = walkingUp ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
    do throws(GitError) {
      let handle = try unsafe Handle.made(purpose, free: git_repository_free) {
        unsafe git_repository_open_ext(&$0, path, UInt32(flags), nil)
      }
      return RepositoryReading(handle, name: path)
    } catch  where error.code == .notRepository {
      throw missing(path, walkingUp)
    } catch  where error.message.utf8Range(of: "extensions.objectformat") != nil {
      throw purpose.error(
        .other, "its objects have SHA-256 names, and only SHA-1 can be read here",
        advice: "convert it with git fast-export and git fast-import")
    }
  }

  private static func missing(_ path: String, _ walkingUp: Bool) -> GitError {
    guard Files.exists(path) else {
      return GitError(
        .notRepository, attempt: "open the repository", subject: path,
        message: "there is no such folder")
    }
    return GitError(
      .notRepository, attempt: "open the repository", subject: path,
      message: "it is not a git repository" + (walkingUp ? ", nor is any folder above it" : ""),
      advice: "run git init there, or name another folder")
  }

  var gitFolder: String {
    unsafe git_repository_path(handle.raw).map { unsafe Self.folder($0) } ?? name
  }

  var workFolder: String? {
    unsafe git_repository_workdir(handle.raw).map { unsafe Self.folder($0) }
  }

  private static func folder(_ path: UnsafePointer<CChar>) -> String {
    let text = unsafe String(cString: path)
    return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  // MARK: - Private

  private func refuseStranger(startingAt start: String) throws(GitError) {
    let owner = try owner(gitFolder)
    if try [geteuid(), 0, self.owner(start)].contains(owner) { return }
    throw GitError(
      .foreignOwner, attempt: "open the repository", subject: gitFolder,
      message: "it was found above \(start) and belongs to another user (\(owner))",
      advice: "name the repository's folder itself if you trust it")
  }

  private func owner(_ path: String) throws(GitError) -> uid_t {
    do throws(SystemError) {
      return try Files.owner(path)
    } catch {
      throw GitError(
        .notRepository, attempt: "open the repository", subject: path, message: error.description)
    }
  }
}
