internal import Model

/// One element of a numpy array or scalar.
struct ElementType {
  /// As numpy spells it: f, i, u, b, U, S, M.
  let kind: UInt8
  let size: Int
  let isBigEndian: Bool
  /// Of times: what the count is of.
  var unit = ""

  /// nil for kinds that have no plain form.
  init?(_ name: String, isBigEndian: Bool) {
    guard let kind = name.utf8.first, let size = Int(name.dropFirst()), size >= 0,
      size <= 1 << 20
    else { return nil }
    self.kind = kind
    self.isBigEndian = isBigEndian
    switch (kind, size) {
    case (UInt8(ascii: "f"), 2), (UInt8(ascii: "f"), 4), (UInt8(ascii: "f"), 8),
      (UInt8(ascii: "i"), 1), (UInt8(ascii: "i"), 2), (UInt8(ascii: "i"), 4),
      (UInt8(ascii: "i"), 8), (UInt8(ascii: "u"), 1), (UInt8(ascii: "u"), 2),
      (UInt8(ascii: "u"), 4), (UInt8(ascii: "u"), 8), (UInt8(ascii: "b"), 1),
      (UInt8(ascii: "M"), 8), (UInt8(ascii: "S"), _):
      self.size = size
    case (UInt8(ascii: "U"), _): self.size = 4 * size
    default: return nil
    }
  }

  /// The element that begins at `start`, whose bytes are there.
  func payload(_ bytes: [UInt8], at start: Int) -> PayloadValue? {
    switch kind {
    case UInt8(ascii: "f"): return .double(float(bytes, at: start))
    case UInt8(ascii: "b"): return .bool(bytes[start] != 0)
    case UInt8(ascii: "i"):
      let unused = UInt64(64 - 8 * size)
      return .int(Int64(bitPattern: word(bytes, start, size) << unused) >> Int64(unused))
    case UInt8(ascii: "u"):
      let value = word(bytes, start, size)
      return Int64(exactly: value).map { .int($0) } ?? .string(String(value))
    case UInt8(ascii: "U"): return text(bytes, start).map { .string($0) }
    case UInt8(ascii: "S"):
      let end = (start..<start + size).last { bytes[$0] != 0 } ?? start - 1
      return .string(Base64.text(Array(bytes[start..<end + 1])))
    default: return moment(Int64(bitPattern: word(bytes, start, 8)))
    }
  }

  func float(_ bytes: [UInt8], at start: Int) -> Double {
    let bits = word(bytes, start, size)
    switch size {
    case 2: return Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case 4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    default: return Double(bitPattern: bits)
    }
  }

  private func word(_ bytes: [UInt8], _ start: Int, _ size: Int) -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<size {
      let byte = bytes[isBigEndian ? start + place : start + size - 1 - place]
      value = value << 8 | UInt64(byte)
    }
    return value
  }

  private func text(_ bytes: [UInt8], _ start: Int) -> String? {
    var scalars = String.UnicodeScalarView()
    var values = stride(from: start, to: start + size, by: 4).map {
      UInt32(truncatingIfNeeded: word(bytes, $0, 4))
    }
    while values.last == 0 { values.removeLast() }
    for value in values {
      guard let scalar = Unicode.Scalar(value) else { return nil }
      scalars.append(scalar)
    }
    return String(scalars)
  }

  /// As numpy writes a datetime64: as many digits as its unit has.
  private func moment(_ count: Int64) -> PayloadValue? {
    if count == Int64.min { return .null }
    let units: [String: (perSecond: Int64, digits: Int)] = [
      "s": (1, 0), "ms": (1000, 3), "us": (1_000_000, 6), "ns": (1_000_000_000, 9),
    ]
    if unit == "D" {
      guard abs(count) < 1 << 40 else { return nil }
      return .string(String(CalendarText.instant(count * 86_400, 0).prefix { $0 != "T" }))
    }
    guard let (perSecond, digits) = units[unit] else { return nil }
    var (seconds, rest) = count.quotientAndRemainder(dividingBy: perSecond)
    if rest < 0 { (seconds, rest) = (seconds - 1, rest + perSecond) }
    guard abs(seconds) < 1 << 40 else { return nil }
    let text = CalendarText.instant(seconds, 0)
    return .string(digits == 0 ? text : text + "." + CalendarText.padded(Int(rest), digits))
  }
}
