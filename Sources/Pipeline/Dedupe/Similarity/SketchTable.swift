/// Sketches in groups of eight, component by component, as the comparison of all pairs reads them.
///
/// Many threads read it at once. It is written before they start and between their runs, each slot by
/// one thread; that, and that its memory must never be copied, is why it is a class and unchecked.
@safe
final class SketchTable: @unchecked Sendable {
  let width: Int
  let groups: Int
  let lanes: UnsafeMutablePointer<SIMD8<Float>>

  /// Of zeros.
  init(width: Int, groups: Int) {
    self.width = width
    self.groups = groups
    unsafe lanes = UnsafeMutablePointer.allocate(capacity: max(1, width * groups))
    unsafe lanes.initialize(repeating: .zero, count: max(1, width * groups))
  }

  deinit { unsafe lanes.deallocate() }

  func write(_ sketch: some Collection<Float>, to slot: Int) {
    precondition(sketch.count == width && (0..<groups * 8).contains(slot))
    let start = slot / 8 * width
    for (place, value) in sketch.enumerated() { unsafe lanes[start + place][slot % 8] = value }
  }

  func append(_ slot: Int, to rows: inout SketchRows) {
    precondition((0..<groups * 8).contains(slot))
    let start = slot / 8 * width
    rows.append((0..<width).map { unsafe lanes[start + $0][slot % 8] })
  }

  func move(_ slot: Int, to other: Int) {
    precondition((0..<groups * 8).contains(slot) && (0..<groups * 8).contains(other))
    let (from, to) = (slot / 8 * width, other / 8 * width)
    for place in 0..<width { unsafe lanes[to + place][other % 8] = lanes[from + place][slot % 8] }
  }

  func clear(_ slot: Int) {
    precondition((0..<groups * 8).contains(slot))
    let start = slot / 8 * width
    for place in 0..<width { unsafe lanes[start + place][slot % 8] = 0 }
  }
}
