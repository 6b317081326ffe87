internal import CCrypto

// libcrypto's digests fail only without memory or where an administrator forbids the algorithm. No
// answer of ours would be right then, so the process stops with a sentence.

func newDigestContext(_ algorithm: OpaquePointer?) -> OpaquePointer {
  guard let context = unsafe EVP_MD_CTX_new() else { fatalError("libcrypto has no memory left") }
  unsafe mustSucceed(EVP_DigestInit_ex(context, algorithm, nil))
  return unsafe context
}

func finishedDigest(_ context: OpaquePointer, length: Int) -> [UInt8] {
  // As long as the longest digest that libcrypto could write.
  var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
  var written: UInt32 = 0
  unsafe mustSucceed(EVP_DigestFinal_ex(context, &bytes, &written))
  guard written == length else { fatalError("libcrypto gave a digest of another length") }
  return Array(bytes[..<length])
}

func mustSucceed(_ answer: Int32) {
  guard answer == 1 else { fatalError("libcrypto refuses a digest that Plumb cannot do without") }
}
