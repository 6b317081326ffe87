internal import Model
internal import StoreBytes
internal import Wire

/// An array of one dimension, of which every element belongs to one row. Its calls block.
struct ArrayColumn: Sendable {
  enum Role: Hashable, Sendable {
    case id, text
    case metadata(String)
  }

  let role: Role
  private var reader: ArrayReader
  /// How many numbers were not finite, which metadata cannot hold.
  private(set) var lost = 0

  init(_ role: Role, _ array: StoredArray) {
    self.role = role
    reader = ArrayReader(array)
  }

  var name: String { reader.array.name }

  /// The elements of rows that follow each other.
  mutating func fill(_ rows: inout [SourceRow]) throws(FormatError) {
    guard let first = rows.first?.position else { return }
    let element = reader.array.header.element
    let bytes = try reader.bytes(
      at: UInt64(first) * UInt64(element.size), count: rows.count * element.size)
    for number in rows.indices {
      let place = number * element.size
      let value = try value(bytes.span.extracting(place..<place + element.size), first + number)
      set(value, in: &rows[number])
    }
  }

  private func set(_ value: PayloadValue, in row: inout SourceRow) {
    switch (role, value) {
    case (.metadata(let key), _): row.metadata[key] = value
    case (.id, .string(let text)): row.id = .text(text)
    case (.id, .int(let number)):
      row.id = UInt64(exactly: number).map { .number($0) } ?? .text(String(number))
    case (.text, .string(let text)): row.text = text
    case (.id, _), (.text, _): row.metadata[name] = value
    }
  }

  private mutating func value(_ bytes: Span<UInt8>, _ row: Int) throws(FormatError) -> PayloadValue
  {
    let element = reader.array.header.element
    switch element.kind {
    case .text: return .string(try text(bytes, row))
    case .bytes:
      var content: [UInt8] = []
      for place in bytes.indices { content.append(bytes[place]) }
      while content.last == 0 { content.removeLast() }
      guard let text = String(validating: content, as: UTF8.self) else {
        throw failure(row, "bytes that are not UTF-8")
      }
      return .string(text)
    case .bool: return .bool(bytes[0] != 0)
    case .float:
      let value =
        element.size == 8
        ? Double(bitPattern: FloatDecoding.bits(bytes, at: 0, element))
        : Double(FloatDecoding.floats(copy(bytes), element)[0])
      if !value.isFinite { lost += 1 }
      return value.isFinite ? .double(value) : .null
    case .signed, .date:
      let shift = 64 - 8 * element.size
      let bits = FloatDecoding.bits(bytes, at: 0, element)
      let value = Int64(truncatingIfNeeded: bits << shift) >> shift
      if case .date(let unit) = element.kind { return ArrayDate.value(value, unit: unit) }
      return .int(value)
    case .unsigned:
      let bits = FloatDecoding.bits(bytes, at: 0, element)
      return Int64(exactly: bits).map { .int($0) } ?? .string(String(bits))
    }
  }

  private func copy(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }

  /// Characters of four bytes; zeros at the end are none.
  private func text(_ bytes: Span<UInt8>, _ row: Int) throws(FormatError) -> String {
    let isBig = reader.array.header.element.isBigEndian
    var scalars = String.UnicodeScalarView()
    var zeros = 0
    for start in stride(from: 0, to: bytes.count, by: 4) {
      var code: UInt32 = 0
      for step in 0..<4 { code = code << 8 | UInt32(bytes[start + (isBig ? step : 3 - step)]) }
      if code == 0 {
        zeros += 1
        continue
      }
      for _ in 0..<zeros { scalars.append("\0") }
      zeros = 0
      guard let scalar = Unicode.Scalar(code) else {
        throw failure(
          row, "the character U+\(String(code, radix: 16, uppercase: true)), which is none")
      }
      scalars.append(scalar)
    }
    return String(scalars)
  }

  private func failure(_ row: Int, _ message: String) -> FormatError {
    FormatError(.corrupt, reader.array.file.path, row: row, "\"\(name)\" has \(message)")
  }
}
