internal import HTTP
internal import Model

/// What is said to a Qdrant server, in one of its two languages. Each call is made once: who tries
/// again is `Conversation`.
protocol Dialect: Sendable {
  /// The address as people see it.
  var address: String { get }

  /// Asks for the server's version. Not authenticated, so that it proves nothing about a key.
  func version() async throws(Failure) -> String

  /// Anything about collections, aliases and indexes, said and answered in the words of REST.
  func carryOut(_ operation: SchemaOperation) async throws(Failure) -> PayloadValue

  func scroll(_ question: ScrollQuestion) async throws(Failure) -> Page
  /// The same, and of each point only its mark.
  func scrollMarks(_ question: ScrollQuestion) async throws(Failure) -> LivePage
  func retrieve(_ ids: [PointID], _ selection: Selection, in collection: String)
    async throws(Failure) -> [StoredRecord]
  func count(_ collection: String) async throws(Failure) -> Int
  func nearest(to vector: [Float], named name: String, in collection: String, limit: Int)
    async throws(Failure) -> [PointID]

  func upsert(_ points: ArraySlice<Point>, _ manner: UpsertManner, in collection: String)
    async throws(Failure) -> UpdateStatus
  func overwritePayloads(_ points: ArraySlice<Point>, owner: String, in collection: String)
    async throws(Failure) -> UpdateStatus
  /// Changes these keys of the points that fulfil all conditions.
  func setPayload(_ payload: PayloadObject, where conditions: [Condition], in collection: String)
    async throws(Failure) -> UpdateStatus
  func delete(_ ids: ArraySlice<PointID>, in collection: String)
    async throws(Failure) -> UpdateStatus
  func delete(where conditions: [Condition], in collection: String)
    async throws(Failure) -> UpdateStatus
}

extension Dialect {
  func scrollMarks(_ question: ScrollQuestion) async throws(Failure) -> LivePage {
    let page = try await scroll(question)
    return LivePage(points: page.records.map(\.live), next: page.next)
  }
}

/// A call that did not do what it should.
struct Failure: Error, Hashable {
  let code: QdrantError.Code
  /// What happened, in the server's words or ours.
  let text: String
  /// Whether the same call may be made again.
  var retry: RetryClass
  /// When the server wants to be asked again.
  var after: Duration?
  var hint: String?

  init(
    _ code: QdrantError.Code, _ text: String, retry: RetryClass = .never, after: Duration? = nil,
    hint: String? = nil
  ) {
    self.code = code
    self.text = text
    self.retry = retry
    self.after = after
    self.hint = hint
  }

  func refusal(_ attempt: String) -> Refusal {
    Refusal(code, "\(attempt): \(text)", hint: hint)
  }
}

/// How a server answers a change of points.
enum UpdateStatus: Hashable, Sendable {
  case completed
  /// It will be applied, and was not yet when the time was over.
  case pending
}
