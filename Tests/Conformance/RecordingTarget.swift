public import Model
import Synchronization

/// A target that passes everything on to another one, notes each call that writes, and lets a test
/// step in before and after it.
public struct RecordingTarget: Target {
  private let base: any Target
  private let recording: Recording

  public init(_ base: any Target, _ recording: Recording) {
    self.base = base
    self.recording = recording
  }

  public func reader() async throws -> any TargetReader { try await base.reader() }

  public func writer() async throws -> any TargetWriter {
    try await recording.call("writer") { [base, recording] in
      RecordingWriter(base: try await base.writer(), recording: recording)
    }
  }
}

/// The calls of a writer, in order, and what a test does about them.
public final class Recording: Sendable {
  /// Called with the number of the call, from 0, and its name. What it throws is what the writer does.
  public typealias Step = @Sendable (_ number: Int, _ name: String) async throws -> Void

  private let names = Mutex<[String]>([])
  private let before: Step
  private let after: Step

  public init(before: @escaping Step = { _, _ in }, after: @escaping Step = { _, _ in }) {
    self.before = before
    self.after = after
  }

  /// The names of all calls so far.
  public var calls: [String] { names.withLock { $0 } }

  fileprivate func call<Value>(_ name: String, _ body: () async throws -> Value) async throws
    -> Value
  {
    let number = names.withLock { names in
      names.append(name)
      return names.count - 1
    }
    try await before(number, name)
    let value = try await body()
    try await after(number, name)
    return value
  }
}

/// What a test's step throws in place of a broken line or a full disk.
public struct InjectedFailure: Error, Hashable, Sendable {
  public let number: Int

  public init(_ number: Int) {
    self.number = number
  }
}

private struct RecordingWriter: TargetWriter {
  let base: any TargetWriter
  let recording: Recording

  func take(_ lock: Lock, now: String) async throws {
    try await recording.call("take") { try await base.take(lock, now: now) }
  }

  func renew(_ lock: Lock, until expiry: String) async throws {
    try await recording.call("renew") { try await base.renew(lock, until: expiry) }
  }

  func release(_ lock: Lock) async throws {
    try await recording.call("release") { try await base.release(lock) }
  }

  func breakLock(of owner: String, id: String) async throws -> Bool {
    try await recording.call("breakLock") { try await base.breakLock(of: owner, id: id) }
  }

  func create(_ collection: String, _ spec: CollectionSpec, under lock: Lock) async throws {
    try await recording.call("create") { try await base.create(collection, spec, under: lock) }
  }

  func alter(_ collection: String, _ changes: PayloadObject, under lock: Lock) async throws {
    try await recording.call("alter") { try await base.alter(collection, changes, under: lock) }
  }

  func drop(_ collection: String, under lock: Lock) async throws {
    try await recording.call("drop") { try await base.drop(collection, under: lock) }
  }

  func createIndex(
    _ field: String, _ schema: PayloadValue, in collection: String, under lock: Lock
  ) async throws {
    try await recording.call("createIndex") {
      try await base.createIndex(field, schema, in: collection, under: lock)
    }
  }

  func dropIndex(_ field: String, in collection: String, under lock: Lock) async throws {
    try await recording.call("dropIndex") {
      try await base.dropIndex(field, in: collection, under: lock)
    }
  }

  func point(alias: String, to collection: String, under lock: Lock) async throws {
    try await recording.call("alias") {
      try await base.point(alias: alias, to: collection, under: lock)
    }
  }

  func upsert(_ points: [Point], in collection: String, under lock: Lock) async throws {
    try await recording.call("upsert") {
      try await base.upsert(points, in: collection, under: lock)
    }
  }

  func adopt(_ points: [Point], in collection: String, under lock: Lock) async throws {
    try await recording.call("adopt") {
      try await base.adopt(points, in: collection, under: lock)
    }
  }

  func overwritePayload(_ points: [Point], in collection: String, under lock: Lock) async throws {
    try await recording.call("overwritePayload") {
      try await base.overwritePayload(points, in: collection, under: lock)
    }
  }

  func delete(_ ids: [PointID], in collection: String, under lock: Lock) async throws {
    try await recording.call("delete") { try await base.delete(ids, in: collection, under: lock) }
  }

  func settle(_ collection: String) async throws {
    try await recording.call("settle") { try await base.settle(collection) }
  }

  func record(_ entry: LedgerEntry, _ history: HistoryEntry?, under lock: Lock) async throws {
    try await recording.call("record") { try await base.record(entry, history, under: lock) }
  }

  /// Not noted: giving back what was opened changes nothing that is stored.
  func close() async throws { try await base.close() }
}
