import Glibc
import Host
import Model
import Testing

@testable import Crypto

@Suite struct `Python agrees` {
  @Test func `on digests, codes and UUIDs of arbitrary input`() throws {
    var cases: [(message: [UInt8], key: [UInt8], name: String)] = []
    for index in 0..<200 {
      let message = Sample.bytes(index * 7 % 500, seed: UInt64(index + 2))
      let key = Sample.bytes(index * 13 % 200, seed: UInt64(index + 1000))
      cases.append((message, key, "name \(index) é " + String(repeating: "/x", count: index)))
    }
    let input = cases.map { "\(hex($0.message)) \(hex($0.key)) \(hex(Array($0.name.utf8)))\n" }
    let answers = try Self.answers(to: input.joined()).split(separator: "\n")
    #expect(answers.count == 200)
    for (known, answer) in zip(cases, answers) {
      let mine = [
        SHA256.hash(known.message).description, hex(SHA1.hash(known.message)),
        HMAC.sha256(known.message, key: known.key).description,
        UUID.version5(namespace: .urlNamespace, name: known.name).description,
      ]
      #expect(mine.joined(separator: " ") == answer)
    }
  }

  /// A dash stands for no bytes at all.
  private func hex(_ bytes: [UInt8]) -> String { bytes.isEmpty ? "-" : Hex.text(bytes) }

  private static let script = """
    import hashlib, hmac, sys, uuid
    for line in open(sys.argv[1]):
        m, k, n = (bytes.fromhex(part.replace('-', '')) for part in line.split())
        print(hashlib.sha256(m).hexdigest(), hashlib.sha1(m).hexdigest(),
              hmac.new(k, m, 'sha256').hexdigest(), uuid.uuid5(uuid.NAMESPACE_URL, n.decode()))
    """

  private static func answers(to input: String) throws -> String {
    var folder = Array("/tmp/plumb-crypto-XXXXXX".utf8CString)
    try #require(mkdtemp(&folder) != nil)
    let base = String(decoding: folder.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
      for name in ["in", "py", "out"] { unlink("\(base)/\(name)") }
      rmdir(base)
    }
    try Files.replace("\(base)/in", with: Array(input.utf8))
    try Files.replace("\(base)/py", with: Array(script.utf8))
    let named = getenv("PLUMB_TEST_PYTHON").map { String(cString: $0) }
    let python = named ?? (Files.exists(".venv/bin/python3") ? ".venv/bin/python3" : "python3")
    try #require(system("'\(python)' \(base)/py \(base)/in > \(base)/out") == 0)
    return String(decoding: try Files.read("\(base)/out", limit: 1 << 24), as: UTF8.self)
  }
}
