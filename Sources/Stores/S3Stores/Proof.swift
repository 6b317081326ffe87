internal import Crypto
internal import Host

/// The SHA-256 of a file that is still being filled: it goes as far as bytes are there without a hole.
struct Proof: ~Copyable {
  private let file: OpenFile
  private var digest = SHA256()
  private var end: UInt64 = 0

  init(_ file: OpenFile) {
    self.file = file
  }

  /// Takes in what has come up to a place.
  mutating func advance(to place: UInt64) throws(SystemError) {
    while end < place {
      let bytes = try file.read(at: end, count: Int(min(place - end, UInt64(Arrival.piece))))
      // Somebody cut the file short: its digest will be another.
      guard !bytes.isEmpty else { return }
      digest.update(bytes)
      end += UInt64(bytes.count)
    }
  }

  consuming func digits() -> String { digest.finalize().description }
}
