/// What a look into a store found.
public struct StoreReport: Hashable, Sendable {
  public var format: StoreFormat
  public var rows: Int
  public var vectors: Int
  public var dimensions: Int?
  public var metric: String?
  public var isLossless: Bool
  public var embeddingModel: String?
  public var collections: [String]
  public var problems: [StoreProblem]

  public init(
    format: StoreFormat, rows: Int, vectors: Int, dimensions: Int?, metric: String? = nil,
    isLossless: Bool = true, embeddingModel: String? = nil, collections: [String] = [],
    problems: [StoreProblem] = []
  ) {
    self.format = format
    self.rows = rows
    self.vectors = vectors
    self.dimensions = dimensions
    self.metric = metric
    self.isLossless = isLossless
    self.embeddingModel = embeddingModel
    self.collections = collections
    self.problems = problems
  }
}

/// Something about a store's content that its user should know. Codes are documented and stable.
public struct StoreProblem: Hashable, Sendable {
  public var code: String
  public var severity: Problem.Severity
  public var message: String

  public init(_ severity: Problem.Severity, code: String, _ message: String) {
    self.code = code
    self.severity = severity
    self.message = message
  }
}
