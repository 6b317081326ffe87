import Model
import Testing

@testable import Crypto

@Suite struct `SHA-256` {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `the published digests come out`(text: String, digest: String) {
    #expect(SHA256.hash(text).description == digest)
  }

  @Test func `a million letters give the published digest`() {
    let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
    var sha = SHA256()
    for _ in 0..<1000 { sha.update(piece) }
    #expect(
      sha.finalize().description
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `pieces of every length give the digest of the whole`() {
    let bytes = Sample.bytes(300)
    for length in 0...300 {
      let whole = Array(bytes[..<length])
      let expected = SHA256.hash(whole)
      for cut in Set([1, 3, 63, 64, 65, max(1, length / 2)]) {
        var sha = SHA256()
        for start in stride(from: 0, to: length, by: cut) {
          sha.update(Array(whole[start..<min(start + cut, length)]))
        }
        #expect(sha.finalize() == expected, "length \(length), pieces of \(cut)")
      }
      for middle in 0...length {
        var sha = SHA256()
        let span = whole.span
        sha.update(span.extracting(0..<middle))
        sha.update(span.extracting(middle..<length).bytes)
        #expect(sha.finalize() == expected, "length \(length), cut at \(middle)")
      }
    }
  }

  @Test func `a digest is read back, compared and ordered by its bytes`() throws {
    let digest = SHA256.hash("abc")
    #expect(Digest256(digest.bytes) == digest)
    #expect(Digest256(digest.description) == digest)
    #expect(Digest256(String(digest.description.dropLast())) == nil)
    #expect(Digest256(String(repeating: "g", count: 64)) == nil)
    #expect(Digest256([UInt8](repeating: 0, count: 31)) == nil)
    for index in 0..<32 {
      var bytes = digest.bytes
      bytes[index] ^= 1
      let other = try #require(Digest256(bytes))
      #expect(other != digest)
      #expect((other < digest) == (other.description < digest.description))
    }
    #expect(try #require(Digest256(digest.description.uppercased())) == digest)
  }
}

@Suite struct `HMAC with SHA-256` {
  struct Case: Sendable {
    let key: [UInt8]
    let message: [UInt8]
    let digest: String
  }

  // RFC 4231, test cases 1 to 4, 6 and 7.
  static let published = [
    Case(
      key: .init(repeating: 0x0b, count: 20), message: .init("Hi There".utf8),
      digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Case(
      key: .init("Jefe".utf8), message: .init("what do ya want for nothing?".utf8),
      digest: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Case(
      key: .init(repeating: 0xaa, count: 20), message: .init(repeating: 0xdd, count: 50),
      digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Case(
      key: .init(1...25), message: .init(repeating: 0xcd, count: 50),
      digest: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    Case(
      key: .init(repeating: 0xaa, count: 131),
      message: .init("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    Case(
      key: .init(repeating: 0xaa, count: 131),
      message: .init(
        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
          .utf8),
      digest: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
  ]

  @Test(arguments: published.indices)
  func `the published codes come out`(index: Int) {
    let known = Self.published[index]
    #expect(HMAC.sha256(known.message, key: known.key).description == known.digest)
  }

  @Test func `an empty key and an empty message are allowed`() {
    let digest = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    _ = HMAC.sha256("x", key: [1, 2, 3])
    #expect(HMAC.sha256([], key: []).description == digest)
  }
}

@Suite struct `UUIDs from names` {
  // The examples of RFC 9562 and of Python's documentation, and one that Python computed.
  @Test(arguments: [
    (UUID.dnsNamespace, "www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2"),
    (.dnsNamespace, "python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d"),
    (.urlNamespace, "", "1b4db7eb-4057-5ddf-91e0-36dec72071f5"),
  ])
  func `the published ones come out`(namespace: UUID, name: String, expected: String) {
    #expect(UUID.version5(namespace: namespace, name: name).description == expected)
  }

  @Test func `the namespaces are the standard's`() {
    #expect(UUID.urlNamespace.description == "6ba7b811-9dad-11d1-80b4-00c04fd430c8")
    #expect(UUID.dnsNamespace.description == "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
  }

  @Test func `names are bytes`() {
    let composed = UUID.version5(namespace: .urlNamespace, name: "é")
    let decomposed = UUID.version5(namespace: .urlNamespace, name: "e\u{301}")
    #expect(composed != decomposed)
  }
}

@Suite struct `SHA-1` {
  @Test(arguments: [
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
  ])
  func `the published digests come out`(text: String, digest: String) {
    #expect(Hex.text(SHA1.hash(Array(text.utf8))) == digest)
  }
}

@Suite struct `Random bytes` {
  @Test func `there are as many as asked for and they differ`() {
    #expect(Random.bytes(0) == [])
    #expect(Random.bytes(33).count == 33)
    #expect(Random.bytes(16) != Random.bytes(16))
    #expect(Set(Random.bytes(4096)).count > 200)
  }
}

enum Sample {
  /// Bytes without a pattern, the same every time.
  static func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }
}
