internal import CGit2

/// The name of an object: its hash, as git prints it.
public struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits.
  public let hex: String

  /// Nil unless `hex` is a whole hash in lower case.
  public init?(hex: String) {
    let digits = hex.utf8
    guard digits.count == 40 || digits.count == 64, digits.allSatisfy(Self.isDigit) else {
      return nil
    }
    self.hex = hex
  }

  init(_ raw: git_oid) {
    var raw = raw
    let bytes = unsafe withUnsafeBytes(of: &raw) { unsafe Array($0) }
    let digits = bytes.flatMap { [Self.digit($0 >> 4), Self.digit($0 & 15)] }
    hex = String(decoding: digits, as: UTF8.self)
  }

  /// As libgit2 wants it. This version of it knows SHA-1 only.
  func raw(for purpose: @autoclosure () -> Library.Purpose) throws(GitError) -> git_oid {
    var raw = git_oid()
    guard hex.utf8.count == 40 else {
      let purpose = purpose()
      throw GitError(
        .missingObject, attempt: purpose.attempt, subject: purpose.subject,
        message: "\(hex) is a SHA-256 name, and this repository is read as SHA-1")
    }
    try Library.check(unsafe git_oid_fromstr(&raw, hex), purpose())
    return raw
  }

  public static func < (left: ObjectID, right: ObjectID) -> Bool { left.hex < right.hex }

  public var description: String { hex }

  /// As many digits as people read.
  public var short: String { String(hex.prefix(10)) }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
