internal import CCrypto

/// SHA-1, for names that a standard derives with it and never to protect anything.
public enum SHA1 {
  /// The 20 bytes of the digest.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    let context = unsafe newDigestContext(EVP_sha1())
    defer { unsafe EVP_MD_CTX_free(context) }
    unsafe mustSucceed(EVP_DigestUpdate(context, bytes, bytes.count))
    return unsafe finishedDigest(context, length: 20)
  }
}
