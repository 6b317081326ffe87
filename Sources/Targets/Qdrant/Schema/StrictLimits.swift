internal import Model

/// What a collection's strict mode lets one request ask for. All nil where it is off.
struct StrictLimits: Hashable, Sendable {
  var upsertBatch: Int?
  var query: Int?

  init(upsertBatch: Int? = nil, query: Int? = nil) {
    self.upsertBatch = upsertBatch
    self.query = query
  }

  init(_ information: PayloadObject) {
    let mode = information["config"]?.object?["strict_mode_config"]?.object
    guard let mode, case .bool(true) = mode["enabled"] else { return }
    upsertBatch = mode["upsert_max_batchsize"]?.number.map { max(1, Int($0)) }
    query = mode["max_query_limit"]?.number.map { max(1, Int($0)) }
  }

  /// How many points a page has.
  func page(_ wish: Int) -> Int { min(wish, query ?? wish) }

  /// How many points an upsert has.
  func batch(_ wish: Int) -> Int { min(wish, upsertBatch ?? wish) }
}
