internal import CCrypto

/// HMAC with SHA-256: proof that a message comes from someone who has the key.
public enum HMAC {
  public static func sha256(_ message: [UInt8], key: [UInt8]) -> Digest256 {
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var written: UInt32 = 0
    // A null key would mean "the key of last time", even for an empty one: an empty array may have
    // no address, so one byte is lent and none of it is counted.
    let lent = key.isEmpty ? [0] : key
    let answer = unsafe lent.withUnsafeBytes { keyBytes in
      unsafe CCrypto.HMAC(
        EVP_sha256(), keyBytes.baseAddress, Int32(key.count), message, message.count, &bytes,
        &written)
    }
    guard unsafe answer != nil, let digest = Digest256(Array(bytes[..<Int(written)])) else {
      fatalError("libcrypto refuses an HMAC that Plumb cannot do without")
    }
    return digest
  }

  public static func sha256(_ message: String, key: [UInt8]) -> Digest256 {
    sha256(Array(message.utf8), key: key)
  }
}
