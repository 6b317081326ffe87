import Chroma
import Model

/// The blobs of a Chroma segment: the first byte says whether lengths are wanted, the next two how much of
/// the rest is elements; then come the header, the elements and the lengths.
enum ChromaTarget: FuzzTarget {
  static func feed(_ bytes: [UInt8], in folder: String) throws {
    guard bytes.count >= 103 else { return }
    let end = min(bytes.count, 103 + Int(bytes[1]) + Int(bytes[2]) << 8)
    let header = try write("header", Array(bytes[3..<103]), folder)
    let elements = try write("elements", Array(bytes[103..<end]), folder)
    let lengths = bytes[0] & 1 == 1 ? try write("lengths", Array(bytes[end...]), folder) : nil
    guard let segment = try? VectorSegment(header: header, elements: elements, lengths: lengths)
    else { return }
    var slots = 0
    var broken: Broken?
    try? segment.forEachElement { element in
      if element.slot != slots { broken = Broken("an element out of turn") }
      slots += 1
      guard let vector = try? segment.vector(at: element.slot) else { return }
      if vector.count != segment.dimensions { broken = Broken("a vector of another size") }
    }
    if let broken { throw broken }
    try require(slots == segment.count, "elements that were announced are not there")
    try require(
      (try? segment.vector(at: segment.count)) == nil && (try? segment.vector(at: -1)) == nil,
      "an element that is not there")
  }
}
