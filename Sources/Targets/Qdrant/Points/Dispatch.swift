internal import Model

/// Sends points in parts, several at once, each id in one part only. What is refused because it is
/// much is sent again as less; what is refused because it is wrong is narrowed down to the points.
struct Dispatch: Sendable {
  typealias Send = @Sendable (ArraySlice<Point>) async throws(Failure) -> UpdateStatus

  /// As many points as a request has at most, and as many bytes.
  static let points = 1000
  static let operations = 250
  private static let bytes = 4 << 20
  private static let workers = 4
  /// A load is cut into so many parts at least, to make one while another is on its way. More of them
  /// cost more: a request takes as much time as sixty points do.
  private static let shares = 2
  /// So many refusals for one and the same reason, and nothing taken: it is not about the points.
  private static let alike = 16

  let conversation: Conversation
  let collection: String
  let atOnce: Int

  /// Returns when all is written and to be seen. Throws `RefusedPoints` when all but these are.
  func send(_ points: [Point], _ send: @escaping Send) async throws {
    let parts = parts(of: points)
    var findings = Findings()
    try await withThrowingTaskGroup(of: Findings.self) { group in
      var next = 0
      while next < min(Dispatch.workers, parts.count) {
        let part = parts[next]
        group.addTask { try await deliver(points[part], send) }
        next += 1
      }
      while let found = try await group.next() {
        findings.add(found)
        guard next < parts.count else { continue }
        let part = parts[next]
        group.addTask { try await deliver(points[part], send) }
        next += 1
      }
    }
    if findings.isPending { try await conversation.drain(collection) }
    guard findings.refused.isEmpty else { throw RefusedPoints(findings.refused) }
  }

  /// Parts of about equal size.
  private func parts(of points: [Point]) -> [Range<Int>] {
    let share = max(64, (points.count + Dispatch.shares - 1) / Dispatch.shares)
    let count = max(1, min(atOnce, share))
    var parts: [Range<Int>] = []
    var start = 0
    var size = 0
    for index in points.indices {
      size += points[index].vectors.roughSize + points[index].payload.roughSize
      let isFull = index + 1 - start >= count || size >= Dispatch.bytes
      guard isFull || index + 1 == points.count else { continue }
      parts.append(start..<index + 1)
      start = index + 1
      size = 0
    }
    return parts
  }

  private struct Findings: Sendable {
    var refused: [RefusedPoints.Point] = []
    var taken = 0
    var isPending = false

    mutating func add(_ other: Findings) {
      refused += other.refused
      taken += other.taken
      isPending = isPending || other.isPending
    }
  }

  private func deliver(_ part: ArraySlice<Point>, _ send: Send) async throws -> Findings {
    var findings = Findings()
    try await deliver(part, send, &findings)
    return findings
  }

  private func deliver(
    _ part: ArraySlice<Point>, _ send: Send, _ findings: inout Findings
  ) async throws {
    do throws(Failure) {
      let status = try await conversation.insist(throttle: part.count == 1, of: collection) {
        _ async throws(Failure) in try await send(part)
      }
      findings.taken += part.count
      if status == .pending { findings.isPending = true }
    } catch {
      try Task.checkCancellation()
      try await divide(part, send, error, &findings)
    }
  }

  private func divide(
    _ part: ArraySlice<Point>, _ send: Send, _ failure: Failure, _ findings: inout Findings
  ) async throws {
    let isAboutPoints = failure.code == .refused
    guard isAboutPoints || failure.code == .busy, part.count > 1 || isAboutPoints else {
      throw failure.refusal("cannot write points to collection \(collection)")
        .at(conversation.address)
    }
    if part.count == 1, let point = part.first {
      findings.refused.append(RefusedPoints.Point(id: point.id, reason: failure.text))
      let reasons = Set(findings.refused.map(\.reason))
      guard findings.taken > 0 || findings.refused.count < Dispatch.alike || reasons.count > 1
      else {
        throw failure.refusal("cannot write points to collection \(collection)")
          .at(conversation.address)
      }
      return
    }
    let middle = part.startIndex + part.count / 2
    try await deliver(part[..<middle], send, &findings)
    try await deliver(part[middle...], send, &findings)
  }
}
