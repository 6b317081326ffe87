internal import Crypto
internal import Host
internal import Model

/// Which object, and which state of it.
struct ObjectPin: Hashable, Sendable {
  var key: String
  /// Relative to the version.
  var name: String
  var size: UInt64
  var etag: String?
  var version: String?
  var sha256: String?

  /// Changes when the content may have changed.
  var identity: String { "s3:" + (sha256 ?? etag ?? "") }

  /// The last part of the name, as a file of this machine may be called.
  var baseName: String {
    let name = Files.name(of: self.name)
    let isFit =
      !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 200
      && !name.utf8.contains(0)
    return isFit ? name : SHA256.hash(name).description
  }

  /// The folder of the cache: by content where the content is known, else by place and state.
  func folder(in cache: String, bucket: String) -> String {
    let parts = sha256.map { ["sha256", $0, baseName] } ?? [bucket, key, etag ?? "", String(size)]
    let digest = SHA256.hash(parts.joined(separator: "\u{0}")).description
    return "\(cache)/objects/\(digest.prefix(2))/\(digest)"
  }
}
