internal import Model

extension QdrantWriter {
  func settle(_ collection: String) async throws {
    try await restoreIndexing(collection)
    try await conversation.settle(collection)
  }

  /// Puts indexing off while an empty collection is loaded. What has to be restored is remembered in
  /// the same request, so that a crash in between is repaired by the next apply.
  func deferIndexing(_ points: [Point], _ known: KnownCollection, _ lock: Lock) async throws {
    guard known.wasEmpty else { return }
    var known = known
    let before = known.written
    known.written += points.count
    note(known)
    let limit = conversation.scale.deferred
    guard before < limit, known.written >= limit,
      known.remembered["indexing_threshold"] == nil, let threshold = known.indexingThreshold,
      threshold > 0
    else { return }
    try await remember(.int(threshold), of: known.name, threshold: 0)
  }

  /// Gives a collection its indexing back, whoever put it off.
  func restoreIndexing(_ collection: String) async throws {
    guard let information = try await conversation.information(collection) else {
      throw missing(collection)
    }
    guard let threshold = LiveConfig.remembered(information)["indexing_threshold"]?.number else {
      return
    }
    let stored = information["config"]?.object?["optimizer_config"]?.object
    // Somebody may have set it meanwhile, and then that is what they want.
    let isOff = stored?["indexing_threshold"]?.number == 0
    try await remember(nil, of: collection, threshold: isOff ? threshold : nil)
    forget(collection)
  }

  private func remember(_ value: PayloadValue?, of collection: String, threshold: Int64?)
    async throws
  {
    let information = try await conversation.information(collection) ?? PayloadObject()
    var remembered = LiveConfig.remembered(information)
    remembered["indexing_threshold"] = value
    var body: PayloadObject = [
      "metadata": .object([LiveConfig.metadataKey: .object(remembered)])
    ]
    if let threshold {
      body["optimizers_config"] = .object(["indexing_threshold": .int(threshold)])
    }
    _ = try await conversation.schema(.update(collection, body))
  }
}
