internal import Model

extension QdrantReader {
  func scan(_ collection: String, _ batch: ([LivePoint]) async throws -> Void) async throws {
    guard let information = try await conversation.information(collection) else {
      throw Refusal(
        .noCollection, "there is no collection \(collection)",
        hint: "it was dropped meanwhile, or never created: plan again"
      ).at(conversation.address)
    }
    let limits = StrictLimits(information)
    let points = information["points_count"]?.number ?? 0
    if points < conversation.scale.divided {
      try await scanInOneStream(collection, limits, batch)
    } else if conversation.version >= .slices {
      try await scan(collection, limits, slices: conversation.scale.streams, batch)
    } else {
      try await scanAhead(collection, limits, batch)
    }
  }

  private func scanAhead(
    _ collection: String, _ limits: StrictLimits, _ batch: ([LivePoint]) async throws -> Void
  ) async throws {
    let limit = limits.page(conversation.scale.page)
    var pages = PagesAhead(
      conversation, ScrollQuestion(collection: collection, from: nil, limit: limit),
      streams: conversation.scale.streams)
    defer { pages.stop() }
    while let points = try await pages.next() {
      if !points.isEmpty { try await batch(Array(points)) }
    }
  }

  private func scanInOneStream(
    _ collection: String, _ limits: StrictLimits, _ batch: ([LivePoint]) async throws -> Void
  ) async throws {
    let limit = limits.page(conversation.scale.page)
    var page = try await conversation.livePage(
      ScrollQuestion(collection: collection, from: nil, limit: limit))
    while let next = page.next {
      // The next page comes while this one is looked at.
      async let upcoming = conversation.livePage(
        ScrollQuestion(collection: collection, from: next, limit: limit))
      try await batch(page.points)
      page = try await upcoming
    }
    if !page.points.isEmpty { try await batch(page.points) }
  }

  /// Several streams at once, each a part of the points, merged by id.
  private func scan(
    _ collection: String, _ limits: StrictLimits, slices: Int,
    _ batch: ([LivePoint]) async throws -> Void
  ) async throws {
    var streams = (0..<slices).map { index in
      PageStream(
        conversation,
        ScrollQuestion(
          collection: collection, from: nil, limit: limits.page(conversation.scale.page),
          conditions: [.slice(index: index, total: slices)]))
    }
    defer { for stream in streams { stream.stop() } }
    var merged: [LivePoint] = []
    for index in streams.indices { try await streams[index].fill() }
    while true {
      var first: (index: Int, id: PointID)?
      for index in streams.indices {
        guard let id = streams[index].head?.id else { continue }
        if first.map({ id < $0.id }) ?? true { first = (index, id) }
      }
      guard let first = first?.index else { break }
      merged.append(streams[first].take())
      if streams[first].head == nil { try await streams[first].fill() }
      if merged.count == conversation.scale.page {
        try await batch(merged)
        merged.removeAll(keepingCapacity: true)
      }
    }
    if !merged.isEmpty { try await batch(merged) }
  }
}

extension Conversation {
  func livePage(_ question: ScrollQuestion) async throws -> LivePage {
    try await ask("cannot scan collection \(question.collection)", of: question.collection) {
      _ async throws(Failure) in
      try await dialect.scrollMarks(question)
    }
  }

  func page(_ question: ScrollQuestion) async throws -> Page {
    try await ask("cannot scan collection \(question.collection)", of: question.collection) {
      _ async throws(Failure) in
      try await dialect.scroll(question)
    }
  }
}

/// The pages of one walk, one of them always under way.
struct PageStream {
  private let conversation: Conversation
  private var question: ScrollQuestion
  private var upcoming: Task<LivePage, any Error>?
  private var points: [LivePoint] = []
  private var position = 0

  init(_ conversation: Conversation, _ question: ScrollQuestion) {
    self.conversation = conversation
    self.question = question
    upcoming = Task { try await conversation.livePage(question) }
  }

  var head: LivePoint? { position < points.count ? points[position] : nil }

  mutating func take() -> LivePoint {
    position += 1
    return points[position - 1]
  }

  /// Takes the page that was under way and asks for the one after it.
  mutating func fill() async throws {
    while position == points.count, let task = upcoming {
      let page = try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
      points = page.points
      position = 0
      upcoming = nil
      if let next = page.next {
        question.from = next
        upcoming = Task { [conversation, question] in
          try await conversation.livePage(question)
        }
      }
    }
  }

  func stop() { upcoming?.cancel() }
}
