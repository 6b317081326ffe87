internal import GRPC
internal import Model

/// The mark of an owner as a payload's entry, in which only the digits of the fingerprint differ from
/// point to point.
struct MarkTemplate {
  private let bytes: [UInt8]
  /// Where the digits begin. The keys are sorted, so the payload's come first.
  private let payload: Int
  private let vector: Int

  init(_ field: Int, owner: String) {
    let nothing = Hash128(high: 0, low: 0)
    let mark = LivePoint.Mark(
      owner: owner, fingerprint: Fingerprint(vector: nothing, payload: nothing))
    var writer = ProtoWriter()
    writer.entry(field, LivePoint.Mark.key, .object(mark.value))
    bytes = writer.bytes
    // The entry ends with digits, and before them and their key there are the others.
    vector = bytes.count - MarkTemplate.digits
    var end = vector
    while !bytes[end - MarkTemplate.digits..<end].allSatisfy({ $0 == UInt8(ascii: "0") }) {
      end -= 1
    }
    payload = end - MarkTemplate.digits
  }

  private static let digits = 32

  func write(_ fingerprint: Fingerprint, to writer: inout ProtoWriter) {
    let start = writer.count
    writer.append(bytes)
    writer.put(digits: fingerprint.payload.high, at: start + payload)
    writer.put(digits: fingerprint.payload.low, at: start + payload + 16)
    writer.put(digits: fingerprint.vector.high, at: start + vector)
    writer.put(digits: fingerprint.vector.low, at: start + vector + 16)
  }
}
