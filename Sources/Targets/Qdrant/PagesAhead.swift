internal import Model

/// The pages of a whole collection in the order of the ids, several asked for at once.
///
/// A server that does not divide a scan itself says only with each page where the next one begins. So
/// that is guessed, from how close together the ids of the last page were: a page that begins too early
/// is used from where the one before it ended, and a gap before one that begins too late is filled. A
/// guess costs time when it is wrong, and never a point.
struct PagesAhead {
  private let conversation: Conversation
  private let question: ScrollQuestion
  /// How many pages are under way at most, and now.
  private let streams: Int
  private var width = 1
  /// In the order of where they begin.
  private var underWay: [(start: PointID?, page: Task<LivePage, any Error>)] = []
  /// Where the points begin that were not returned yet; nil for the first of all.
  private var place: PointID?
  private var isDone = false
  /// How far from one page to the next, more or less.
  private var stride: UInt64?
  private var filling: Int

  /// `question` is about the first page.
  init(_ conversation: Conversation, _ question: ScrollQuestion, streams: Int) {
    self.conversation = conversation
    self.question = question
    self.streams = streams
    filling = PagesAhead.share(question.limit)
    begin(at: question.from, limit: question.limit)
  }

  /// The next points, none twice; nil after the last ones.
  mutating func next() async throws -> ArraySlice<LivePoint>? {
    guard !isDone else { return nil }
    let page = try await best()
    let points = page.points.drop { [place] point in place.map { point.id < $0 } ?? false }
    guard let following = page.next else {
      isDone = true
      stop()
      return points
    }
    learn(points, page, following)
    if place.map({ $0 < following }) ?? true { place = following }
    askForMore()
    return points
  }

  func stop() { for entry in underWay { entry.page.cancel() } }

  /// Of the pages that begin early enough, the one that is likely to reach furthest.
  private mutating func best() async throws -> LivePage {
    let fitting = underWay.lastIndex { entry in PagesAhead.is(entry.start, notAfter: place) } ?? 0
    let chosen = underWay[fitting].page
    for entry in underWay[..<fitting] { entry.page.cancel() }
    underWay.removeFirst(fitting + 1)
    return try await withTaskCancellationHandler {
      try await chosen.value
    } onCancel: {
      chosen.cancel()
    }
  }

  private mutating func learn(
    _ points: ArraySlice<LivePoint>, _ page: LivePage, _ following: PointID
  ) {
    // What was read in vain costs the server as much as what was not.
    let isGood = 2 * points.count >= page.points.count
    width = isGood ? min(width + 1, streams) : max(1, width / 2)
    guard let first = page.points.first?.id, let distance = first.distance(to: following) else {
      stride = nil
      return
    }
    // A little less than a page, for ids are not all equally far apart.
    let wanted = Double(question.limit) * 31 / 32
    stride = UInt64(exactly: (Double(distance) / Double(page.points.count) * wanted).rounded())
  }

  private mutating func askForMore() {
    if let start = underWay.first?.start, !PagesAhead.is(start, notAfter: place) {
      // Up to there it is not far, as a rule.
      begin(at: place, limit: filling)
      filling = min(filling * 2, question.limit)
    } else {
      filling = PagesAhead.share(question.limit)
      if underWay.isEmpty { begin(at: place, limit: question.limit) }
    }
    while underWay.count < width, let stride, let last = underWay.last?.start,
      let start = last.advanced(by: stride)
    {
      begin(at: start, limit: question.limit)
    }
  }

  private mutating func begin(at start: PointID?, limit: Int) {
    var question = question
    question.from = start
    question.limit = limit
    let task = Task { [conversation, question] in try await conversation.livePage(question) }
    underWay.append((start, task))
    underWay.sort { left, right in !PagesAhead.is(right.start, notAfter: left.start) }
  }

  private static func share(_ limit: Int) -> Int { max(1, limit / 16) }

  private static func `is`(_ start: PointID?, notAfter place: PointID?) -> Bool {
    guard let start else { return true }
    return place.map { start <= $0 } ?? false
  }
}

extension PointID {
  /// How far it is to a later id: a number's value, or the first half of a UUID, which is where random
  /// ones differ. Nil where one is of the other kind.
  fileprivate func distance(to other: PointID) -> UInt64? {
    switch (self, other) {
    case (.number(let start), .number(let end)): end > start ? end - start : nil
    case (.uuid(let start), .uuid(let end)): end.high > start.high ? end.high - start.high : nil
    default: nil
    }
  }

  fileprivate func advanced(by distance: UInt64) -> PointID? {
    let (sum, isTooFar) =
      switch self {
      case .number(let number): number.addingReportingOverflow(distance)
      case .uuid(let uuid): uuid.high.addingReportingOverflow(distance)
      }
    guard !isTooFar, distance > 0 else { return nil }
    if case .number = self { return .number(sum) }
    return .uuid(UUID(high: sum, low: 0))
  }
}
