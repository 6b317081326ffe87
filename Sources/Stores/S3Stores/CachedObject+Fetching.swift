internal import Dispatch
internal import Host
internal import S3

extension CachedObject {
  private static let width = 8

  /// How soon somebody who waits for bytes is heard.
  private static let glance = DispatchTimeInterval.milliseconds(100)

  /// Fetches ranges, several at a time, from the thread that waits for them; it does `work` whenever
  /// something has come, and now and then where nothing comes. An error of `work` ends it.
  func fetch(_ ranges: [Range<UInt64>], meanwhile work: () throws -> Void = {}) throws {
    guard !ranges.isEmpty else { return }
    let blocks = ranges.flatMap(CachedObject.blocks)
    let result = Locked<Result<Void, any Error>?>(nil)
    let news = DispatchSemaphore(value: 0)
    // This thread is a lane's own, so that waiting here keeps nobody from working.
    let task = Task { [self] in
      do {
        try await fetchAll(blocks) { news.signal() }
        result.withLock { $0 = .success(()) }
      } catch { result.withLock { $0 = .failure(error) } }
      news.signal()
    }
    var fault: (any Error)?
    while true {
      _ = news.wait(timeout: .now() + CachedObject.glance)
      if let result = result.withLock({ $0 }) {
        if let fault { throw fault }
        return try result.get()
      }
      do { if fault == nil { try work() } } catch {
        fault = error
        task.cancel()
      }
    }
  }

  private func fetchAll(
    _ blocks: [Range<UInt64>], _ arrived: @escaping @Sendable () -> Void
  ) async throws {
    let lane = BlockingLane(label: "object cache")
    let file = try await lane.run { () throws(any Error) in try SharedFile(self.path) }
    if state.withLock({ $0.tag }) == nil { try await pinState(lane) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, block) in blocks.enumerated() {
        if number >= CachedObject.width { try await group.next() }
        group.addTask { try await self.fetch(block, into: file, arrived) }
      }
      try await group.waitForAll()
    }
  }

  /// Whoever goes on later, after this process, must not mix in another state of the object.
  private func pinState(_ lane: BlockingLane) async throws {
    guard let facts = try await bucket.head(pin.key) else {
      throw S3Error(.noObject, "read \(bucket.name(of: pin.key))", "there is no such object")
    }
    try await lane.run { () throws(any Error) in try self.keep(facts.tag) }
    state.withLock { $0.tag = facts.tag }
  }

  private func fetch(
    _ range: Range<UInt64>, into file: SharedFile, _ arrived: @escaping @Sendable () -> Void
  ) async throws {
    let arrival = Arrival(range, into: file, log) { [state] piece in
      state.withLock { _ = $0.parts?.insert(piece) }
      arrived()
    }
    do {
      let found = try await read(range, into: arrival)
      state.withLock { state in
        // Two answers say the same, or the second would have been refused.
        if state.mayNameVersion, state.tag?.version == nil { state.tag?.version = found.version }
      }
    } catch {
      throw arrival.failure ?? error
    }
  }

  /// Where versions may not be named, the object's tag alone must do.
  private func read(
    _ range: Range<UInt64>, into arrival: Arrival
  ) async throws(S3Error) -> ObjectTag {
    let tag = state.withLock { $0.tag }
    do throws(S3Error) {
      return try await bucket.read(pin.key, range, of: pin.size, tag: tag, into: arrival)
    } catch {
      guard error.code == .denied, let tag, tag.version != nil else { throw error }
      state.withLock { state in
        state.mayNameVersion = false
        state.tag?.version = nil
      }
      return try await bucket.read(
        pin.key, range, of: pin.size, tag: ObjectTag(etag: tag.etag), into: arrival)
    }
  }

  private static func blocks(_ range: Range<UInt64>) -> [Range<UInt64>] {
    stride(from: range.lowerBound, to: range.upperBound, by: Int(block)).map {
      $0..<min($0 + block, range.upperBound)
    }
  }
}
