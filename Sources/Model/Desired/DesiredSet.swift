/// All points that a manifest wants, after mapping and dedupe, sorted by id, each id once.
public struct DesiredSet: Sendable {
  public let points: ContiguousArray<DesiredPoint>
  /// Hash over all ids and fingerprints in id order: equal sets have equal digests.
  public let digest: Hash128
  public let dedupe: DedupeReport
  /// How many rows the source had.
  public let rows: Int
  /// Ids that dedupe took away and that no other row brought back, sorted; for the reasons of deletions.
  public let dropped: [PointID]

  public init(
    points: ContiguousArray<DesiredPoint>, digest: Hash128, dedupe: DedupeReport, rows: Int,
    dropped: [PointID] = []
  ) {
    self.points = points
    self.digest = digest
    self.dedupe = dedupe
    self.rows = rows
    self.dropped = dropped
  }
}

/// What dedupe did, rule by rule.
public struct DedupeReport: Hashable, Sendable {
  public struct Rule: Hashable, Sendable {
    /// The rule in words: "id", "fields source, chunk", "text".
    public var name: String
    public var dropped: Int
    /// Only where an index chose which rows were compared; nil: the rule is exact.
    public var recall: Recall?

    public init(name: String, dropped: Int, recall: Recall? = nil) {
      self.name = name
      self.dropped = dropped
      self.recall = recall
    }
  }

  /// How much of what a comparison of all pairs would drop an index found, as a sample shows.
  public struct Recall: Hashable, Sendable {
    /// Rows that stayed, each compared with all others that stayed.
    public var sampled: Int
    /// How many of them are a copy of a better one after all.
    public var missed: Int
    /// Rows dropped, of those that should have been, as far as the sample tells: 0 to 1.
    public var share: Double

    public init(sampled: Int, missed: Int, share: Double) {
      self.sampled = sampled
      self.missed = missed
      self.share = share
    }
  }

  public var input: Int
  public var rules: [Rule]

  public init(input: Int, rules: [Rule] = []) {
    self.input = input
    self.rules = rules
  }

  public var dropped: Int { rules.reduce(0) { $0 + $1.dropped } }
  public var kept: Int { input - dropped }
}

/// One point with all its content: what a target is given to store.
public struct Point: Hashable, Sendable {
  public var id: PointID
  public var vectors: Vectors
  /// The mapped payload, without the reserved key.
  public var payload: PayloadObject
  public var fingerprint: Fingerprint

  public init(id: PointID, vectors: Vectors, payload: PayloadObject, fingerprint: Fingerprint) {
    self.id = id
    self.vectors = vectors
    self.payload = payload
    self.fingerprint = fingerprint
  }
}
