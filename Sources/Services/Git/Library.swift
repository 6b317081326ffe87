internal import CGit2

/// libgit2 itself: started once per process, and asked in one place why a call failed.
enum Library {
  /// What one call was for.
  struct Purpose {
    let attempt: String
    let subject: String

    init(_ attempt: String, _ subject: String) {
      self.attempt = attempt
      self.subject = subject
    }
  }

  /// Starts libgit2, once, however often it is asked for.
  static func start() { _ = started }

  /// - No configuration outside the repository: the same repository reads the same everywhere.
  /// - No check of the owner by libgit2. git has it because it runs programs that a repository's
  ///   configuration names; nothing here does. In a container the work tree usually belongs to
  ///   somebody else than the process, and an operator must not need `safe.directory` for reading.
  ///   The one real danger, a repository that was planted in a parent folder, is `discover`'s duty.
  private static let started: Void = {
    git_libgit2_init()
    let levels = [
      GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_XDG,
      GIT_CONFIG_LEVEL_PROGRAMDATA,
    ]
    for level in levels { unsafe git2_set_search_path(level.rawValue, "") }
    git2_set_owner_validation(0)
  }()

  /// Turns the answer of a call into an error. To be asked right after the call, on its thread:
  /// libgit2 keeps its last message per thread.
  @discardableResult
  static func check(_ answer: Int32, _ purpose: @autoclosure () -> Purpose) throws(GitError)
    -> Int32
  {
    guard answer < 0 else { return answer }
    let last = unsafe git_error_last()
    let message = unsafe last.flatMap { unsafe $0.pointee.message }.map {
      unsafe String(cString: $0)
    }
    let domain = unsafe last.map { unsafe $0.pointee.klass } ?? 0
    let purpose = purpose()
    throw GitError(
      code(answer, domain), attempt: purpose.attempt, subject: purpose.subject,
      message: message?.lowercasedFirst ?? "libgit2 answered \(answer)")
  }

  private static func code(_ answer: Int32, _ domain: Int32) -> GitError.Code {
    switch answer {
    case GIT_ENOTFOUND.rawValue where domain == Int32(GIT_ERROR_ODB.rawValue): .missingObject
    case GIT_ENOTFOUND.rawValue where domain == Int32(GIT_ERROR_REFERENCE.rawValue):
      .unknownRevision
    case GIT_ENOTFOUND.rawValue where domain == Int32(GIT_ERROR_REPOSITORY.rawValue): .notRepository
    case GIT_ENOTFOUND.rawValue where domain == Int32(GIT_ERROR_TREE.rawValue): .missingPath
    case GIT_ENOTFOUND.rawValue where domain == Int32(GIT_ERROR_INVALID.rawValue): .unknownRevision
    case GIT_ENOTFOUND.rawValue where domain == Int32(GIT_ERROR_OS.rawValue): .notRepository
    case GIT_EAMBIGUOUS.rawValue: .ambiguousRevision
    case GIT_EUNBORNBRANCH.rawValue: .unborn
    case GIT_EINVALIDSPEC.rawValue: .unknownRevision
    case GIT_EPEEL.rawValue: .wrongKind
    case GIT_EBAREREPO.rawValue: .bareRepository
    case GIT_EMISMATCH.rawValue: .corrupted
    case GIT_EOWNER.rawValue: .foreignOwner
    case GIT_ERROR.rawValue where damages.contains(UInt32(bitPattern: domain)): .corrupted
    default: .other
    }
  }

  /// Where a plain failure means that what is stored cannot be read.
  private static let damages: Set<UInt32> = [
    GIT_ERROR_ZLIB.rawValue, GIT_ERROR_ODB.rawValue, GIT_ERROR_OBJECT.rawValue,
    GIT_ERROR_TREE.rawValue, GIT_ERROR_TAG.rawValue, GIT_ERROR_SHA.rawValue,
  ]
}

extension String {
  /// libgit2 begins some of its messages like sentences.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

/// Something libgit2 gave us, given back exactly once.
@safe
final class Handle {
  let raw: OpaquePointer
  private let free: @convention(c) (OpaquePointer?) -> Void

  init(_ raw: OpaquePointer, _ free: @escaping @convention(c) (OpaquePointer?) -> Void) {
    unsafe self.raw = raw
    unsafe self.free = free
  }

  deinit { unsafe free(raw) }

  /// Calls a function of libgit2 that makes something, and owns what it made.
  static func made(
    _ purpose: @autoclosure () -> Library.Purpose,
    free: @escaping @convention(c) (OpaquePointer?) -> Void,
    _ make: (inout OpaquePointer?) -> Int32
  ) throws(GitError) -> Handle {
    var raw: OpaquePointer?
    try Library.check(unsafe make(&raw), purpose())
    guard let raw = unsafe raw else {
      let purpose = purpose()
      throw GitError(
        .other, attempt: purpose.attempt, subject: purpose.subject, message: "libgit2 gave nothing")
    }
    return unsafe Handle(raw, free)
  }
}
