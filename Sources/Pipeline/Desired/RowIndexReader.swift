internal import Crypto
public import Model
internal import Wire

/// Reads a row index that arrives in chunks. Whatever does not fit makes it no index, never an error:
/// the source is there to be read instead.
public struct RowIndexReader: ~Copyable {
  private let key: String
  private var waiting: [UInt8] = []
  private var hash = ContentHash()
  private var header: Header?
  private var points: ContiguousArray<DesiredPoint> = []
  private var dropped: [PointID] = []
  private var isDamaged = false

  public init(key: String) {
    self.key = key
  }

  /// Takes the next bytes; false as soon as it is clear that this is not the index that is wanted.
  public mutating func take(_ bytes: [UInt8]) -> Bool {
    guard !isDamaged else { return false }
    waiting.append(contentsOf: bytes)
    if header == nil && !readHead() { return !isDamaged }
    readRecords()
    return !isDamaged
  }

  /// The set, if every byte of it was there and right.
  public borrowing func finish() -> DesiredSet? {
    guard !isDamaged, let header, points.count == header.points, dropped.count == header.dropped,
      waiting.count == 16
    else { return nil }
    var end = PointBytes(at: 0)
    guard end.hash(in: waiting.span) == hash.finalize() else { return nil }
    return DesiredSet(
      points: points, digest: header.digest, dedupe: header.dedupe, rows: header.rows,
      dropped: dropped)
  }

  private struct Header: Sendable {
    var rows: Int
    var points: Int
    var dropped: Int
    var digest: Hash128
    var dedupe: DedupeReport
  }

  /// False while the head is not all there, or is wrong.
  private mutating func readHead() -> Bool {
    guard waiting.count >= 16 else { return false }
    let version = RowIndexReader.little(waiting, at: 8)
    let length = Int(RowIndexReader.little(waiting, at: 12))
    guard waiting.starts(with: RowIndex.magic), version == RowIndex.version, length <= 1 << 20
    else {
      isDamaged = true
      return false
    }
    guard waiting.count >= 16 + length else { return false }
    guard let header = RowIndexReader.header(Array(waiting[16..<16 + length]), key: key) else {
      isDamaged = true
      return false
    }
    self.header = header
    points.reserveCapacity(header.points)
    consume(16 + length)
    return true
  }

  private mutating func readRecords() {
    guard let header else { return }
    consume(readRecords(waiting, header))
  }

  /// Returns how many bytes were whole records.
  private mutating func readRecords(_ bytes: [UInt8], _ header: Header) -> Int {
    let span = bytes.span
    var offset = 0
    while points.count < header.points, span.count - offset >= RowIndex.pointLength {
      var reader = PointBytes(at: offset)
      guard let id = reader.id(in: span) else {
        isDamaged = true
        return offset
      }
      let fingerprint = Fingerprint(vector: reader.hash(in: span), payload: reader.hash(in: span))
      let row = Int(reader.word(in: span) & ~(UInt64(1) << 63))
      points.append(DesiredPoint(id: id, fingerprint: fingerprint, row: row))
      offset += RowIndex.pointLength
    }
    while points.count == header.points, dropped.count < header.dropped,
      span.count - offset >= RowIndex.idLength
    {
      var reader = PointBytes(at: offset)
      guard let id = reader.id(in: span) else {
        isDamaged = true
        return offset
      }
      dropped.append(id)
      offset += RowIndex.idLength
    }
    return offset
  }

  private mutating func consume(_ count: Int) {
    guard count > 0 else { return }
    let read = waiting
    hash.update(read.span.extracting(0..<count))
    waiting = Array(read[count...])
  }

  private static func header(_ bytes: [UInt8], key: String) -> Header? {
    guard case .object(let object) = try? JSONReader.value(bytes), object["key"] == .string(key),
      case .int(let rows) = object["rows"], case .int(let points) = object["points"],
      case .int(let dropped) = object["dropped"], case .string(let digest) = object["digest"],
      let digest = Hash128(digest), case .object(let dedupe) = object["dedupe"],
      let report = report(dedupe), points >= 0, dropped >= 0, points <= rows
    else { return nil }
    return Header(
      rows: Int(rows), points: Int(points), dropped: Int(dropped), digest: digest, dedupe: report)
  }

  private static func report(_ object: PayloadObject) -> DedupeReport? {
    guard case .int(let input) = object["input"], case .list(let rules) = object["rules"] else {
      return nil
    }
    var report = DedupeReport(input: Int(input))
    for rule in rules {
      guard case .object(let rule) = rule, case .string(let name) = rule["name"],
        case .int(let dropped) = rule["dropped"]
      else { return nil }
      report.rules.append(
        DedupeReport.Rule(name: name, dropped: Int(dropped), recall: recall(rule["recall"])))
    }
    return report
  }

  private static func recall(_ value: PayloadValue?) -> DedupeReport.Recall? {
    guard case .object(let object) = value, case .int(let sampled) = object["sampled"],
      case .int(let missed) = object["missed"]
    else { return nil }
    let share: Double? =
      switch object["share"] {
      case .double(let share): share
      case .int(let share): Double(share)
      default: nil
      }
    return share.map {
      DedupeReport.Recall(sampled: Int(sampled), missed: Int(missed), share: $0)
    }
  }

  private static func little(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
  }
}
