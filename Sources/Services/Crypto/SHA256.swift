internal import CCrypto

/// SHA-256 of bytes that come piece by piece.
@safe
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  public init() {
    unsafe context = newDigestContext(EVP_sha256())
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  public mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe mustSucceed(EVP_DigestUpdate(context, buffer.baseAddress, buffer.count))
    }
  }

  public mutating func update(_ bytes: Span<UInt8>) { update(unsafe bytes.bytes) }

  public mutating func update(_ bytes: [UInt8]) { update(unsafe bytes.span.bytes) }

  /// The digest of everything so far. Nothing can be added afterwards.
  public consuming func finalize() -> Digest256 {
    let bytes = unsafe finishedDigest(context, length: 32)
    guard let digest = Digest256(bytes) else { fatalError("SHA-256 has 32 bytes") }
    return digest
  }

  public static func hash(_ bytes: [UInt8]) -> Digest256 {
    var sha = SHA256()
    sha.update(bytes)
    return sha.finalize()
  }

  public static func hash(_ bytes: RawSpan) -> Digest256 {
    var sha = SHA256()
    sha.update(bytes)
    return sha.finalize()
  }

  public static func hash(_ text: String) -> Digest256 { hash(Array(text.utf8)) }
}
