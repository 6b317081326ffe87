/// Reads what a target really holds. Nothing here can write: a plan is given only this.
public protocol TargetReader: Sendable {
  func facts() async throws -> TargetFacts

  /// A physical collection; nil when there is none. An alias is not a collection.
  func collection(_ name: String) async throws -> LiveCollection?

  /// Alias to collection, all of them.
  func aliases() async throws -> [String: String]

  /// Hands over every point in ascending id order, in batches.
  func scan(_ collection: String, _ batch: ([LivePoint]) async throws -> Void) async throws

  /// Whole points, in the order of the ids; an id that is not there is left out.
  func points(_ ids: [PointID], in collection: String) async throws -> [StoredPoint]

  /// The nearest points by exact search, best first.
  func nearest(to vector: [Float], named name: String, in collection: String, limit: Int)
    async throws -> [PointID]

  /// How many points each payload index holds, by its field; nil where that is not known just now, or
  /// there are no indexes that could lack one.
  func indexed(_ collection: String) async throws -> [String: Int]?

  func ledger(of owner: String) async throws -> LedgerEntry?
  func owners() async throws -> [LedgerEntry]
  func lock(of owner: String) async throws -> Lock?

  /// Newest first, at most `limit`.
  func history(of owner: String, limit: Int) async throws -> [HistoryEntry]

  /// Gives back what was opened; nothing is asked afterwards.
  func close() async throws
}

/// Changes a target. Every change of points is refused unless the lock is still held.
public protocol TargetWriter: Sendable {
  /// Takes the owner's lock, or throws `LockRefusal` with who holds it. An expired lock is taken over.
  func take(_ lock: Lock, now: String) async throws
  /// Extends the lock; throws `LockRefusal` when it is lost.
  func renew(_ lock: Lock, until expiry: String) async throws
  func release(_ lock: Lock) async throws
  /// Removes a lock by its id whoever holds it; false when there is no such lock.
  func breakLock(of owner: String, id: String) async throws -> Bool

  func create(_ collection: String, _ spec: CollectionSpec, under lock: Lock) async throws
  /// Changes configuration in place: exactly these declared keys. A named vector that is not there
  /// yet is added; null takes away a named vector, or a key of `metadata`.
  func alter(_ collection: String, _ changes: PayloadObject, under lock: Lock) async throws
  func drop(_ collection: String, under lock: Lock) async throws
  func createIndex(_ field: String, _ schema: PayloadValue, in collection: String, under lock: Lock)
    async throws
  func dropIndex(_ field: String, in collection: String, under lock: Lock) async throws
  /// One atomic step, whether the alias exists or not.
  func point(alias: String, to collection: String, under lock: Lock) async throws

  /// Replaces or inserts whole points, marked as the lock's owner's.
  func upsert(_ points: [Point], in collection: String, under lock: Lock) async throws
  /// Replaces the payload and the mark, and keeps the vectors. A point that is gone is an error.
  func overwritePayload(_ points: [Point], in collection: String, under lock: Lock) async throws
  /// The same for points that carry nobody's mark: they become the owner's. One of another owner is an
  /// error.
  func adopt(_ points: [Point], in collection: String, under lock: Lock) async throws
  /// Deletes the points among these that carry the owner's mark.
  func delete(_ ids: [PointID], in collection: String, under lock: Lock) async throws
  /// Returns when everything written is visible and indexed.
  func settle(_ collection: String) async throws

  /// Writes the owner's entry if the stored serial is still `entry.serial - 1`, and appends to the
  /// history, in one step.
  func record(_ entry: LedgerEntry, _ history: HistoryEntry?, under lock: Lock) async throws

  /// Gives back what was opened; nothing is written afterwards. When it returns, the target is as
  /// tidy as it was found.
  func close() async throws
}

extension TargetReader {
  /// Most targets hold nothing that must be given back.
  public func close() async throws {}
}

extension TargetWriter {
  /// Most targets hold nothing that must be given back.
  public func close() async throws {}
}

/// A collection service that Plumb keeps in line.
public protocol Target: Sendable {
  /// Opens for reading; does not create, change or lock anything.
  func reader() async throws -> any TargetReader
  func writer() async throws -> any TargetWriter
}

/// Somebody else holds the lock, or it was lost on the way.
public struct LockRefusal: Error, Hashable, Sendable {
  public let owner: String
  /// Who holds it now; nil when it was broken or has expired.
  public let held: Lock?

  public init(owner: String, held: Lock?) {
    self.owner = owner
    self.held = held
  }
}

/// One stored point with everything that the target keeps of it.
public struct StoredPoint: Hashable, Sendable {
  public var id: PointID
  public var vectors: Vectors
  /// Without the reserved key.
  public var payload: PayloadObject
  public var mark: LivePoint.Mark?

  public init(id: PointID, vectors: Vectors, payload: PayloadObject, mark: LivePoint.Mark?) {
    self.id = id
    self.vectors = vectors
    self.payload = payload
    self.mark = mark
  }
}
