internal import Model
internal import StoreBytes

/// Dates and times, as Python's isoformat and str write them.
extension PickleMachine {
  func moment(_ global: PickleGlobal, _ given: [Cell]) throws(FormatError) -> PayloadValue {
    switch global {
    case .date:
      guard given.count == 1 else { throw unreadable(global) }
      let bytes = try fields(given[0], 4, global)
      return .string(CalendarText.date(Int(bytes[0]) << 8 | Int(bytes[1]), bytes[2], bytes[3]))
    case .datetime:
      guard (1...2).contains(given.count) else { throw unreadable(global) }
      let bytes = try fields(given[0], 10, global)
      let day = CalendarText.date(Int(bytes[0]) << 8 | Int(bytes[1]), bytes[2] & 0x7F, bytes[3])
      let zone = given.count == 2 ? try offset(given[1]) : ""
      return .string(day + "T" + CalendarText.clock(bytes[4...]) + zone)
    case .time:
      guard (1...2).contains(given.count) else { throw unreadable(global) }
      var bytes = try fields(given[0], 6, global)
      bytes[0] &= 0x7F
      let zone = given.count == 2 ? try offset(given[1]) : ""
      return .string(CalendarText.clock(bytes[...]) + zone)
    case .timedelta: return .string(CalendarText.duration(try duration(given)))
    case .timezone: return .string(try zoneName(given))
    case .timestamp: return .string(try timestamp(given))
    default: return .null
    }
  }

  private func fields(_ cell: Cell, _ count: Int, _ global: PickleGlobal) throws(FormatError)
    -> [UInt8]
  {
    let bytes = try byteString(cell)
    guard bytes.count == count else { throw unreadable(global) }
    return bytes
  }

  /// Days, seconds and microseconds as Python normalises them.
  private func duration(_ given: [Cell]) throws(FormatError) -> (Int64, Int64, Int64) {
    guard given.count == 3, given.allSatisfy({ $0.kind == .int }),
      abs(given[0].int.clamped) < 1_000_000_000, (0..<86_400).contains(given[1].int),
      (0..<1_000_000).contains(given[2].int)
    else { throw unreadable(.timedelta) }
    return (given[0].int, given[1].int, given[2].int)
  }

  private func zone(_ cell: Cell) throws(FormatError) -> [Cell] {
    guard isInstance(cell, of: .timezone), let first = heap.items(cell.number).first,
      isNode(first, .tuple)
    else {
      throw failure(.unsupported, "a time in a zone that is no fixed offset (\(describe(cell)))")
    }
    return heap.items(first.number)
  }

  private func zoneOffset(_ given: [Cell]) throws(FormatError) -> (Int64, Int64) {
    guard let first = given.first, isInstance(first, of: .timedelta),
      let arguments = heap.items(first.number).first, isNode(arguments, .tuple)
    else { throw unreadable(.timezone) }
    let (days, seconds, micro) = try duration(heap.items(arguments.number))
    return (days * 86_400 + seconds, micro)
  }

  private func offset(_ cell: Cell) throws(FormatError) -> String {
    if cell.kind == .none { return "" }
    let (seconds, micro) = try zoneOffset(try zone(cell))
    return CalendarText.offset(seconds, micro)
  }

  private func zoneName(_ given: [Cell]) throws(FormatError) -> String {
    if given.count == 2 { return try text(given[1]) }
    let (seconds, micro) = try zoneOffset(given)
    return seconds == 0 && micro == 0 ? "UTC" : "UTC" + CalendarText.offset(seconds, micro)
  }

  /// A pandas timestamp: a count from 1970 on, in UTC, and the unit of the count.
  private func timestamp(_ given: [Cell]) throws(FormatError) -> String {
    guard given.count == 4 || given.count == 3, given[0].kind == .int else {
      throw unreadable(.timestamp)
    }
    let digits = [7: 0, 8: 3, 9: 6, 10: 9][given.count == 4 ? given[3].int : 10]
    guard let digits else { throw unreadable(.timestamp) }
    let perSecond: Int64 = [0: 1, 3: 1000, 6: 1_000_000, 9: 1_000_000_000][digits] ?? 1
    let value = given[0].int
    var (seconds, rest) = value.quotientAndRemainder(dividingBy: perSecond)
    if rest < 0 { (seconds, rest) = (seconds - 1, rest + perSecond) }
    let zoneText = try offset(given[2])
    if given[2].kind != .none {
      let shift = try zoneOffset(try zone(given[2])).0
      let (sum, isOver) = seconds.addingReportingOverflow(shift)
      guard !isOver else { throw unreadable(.timestamp) }
      seconds = sum
    }
    guard abs(seconds.clamped) < 1 << 40 else { throw unreadable(.timestamp) }
    let nano = rest * (1_000_000_000 / perSecond)
    return CalendarText.instant(seconds, nano) + zoneText
  }
}

extension Int64 {
  /// Without the one value that has no positive counterpart.
  fileprivate var clamped: Int64 { Swift.max(self, -Int64.max) }
}
