internal import Model

/// One thing to do with collections, aliases or indexes.
enum SchemaOperation: Sendable {
  case listCollections
  case collection(String)
  case exists(String)
  /// The body of a creation, in the words of REST.
  case create(String, PayloadObject)
  /// The body of an update, in the words of REST.
  case update(String, PayloadObject)
  case drop(String)
  case aliases
  case point(alias: String, to: String)
  case createIndex(String, field: String, PayloadValue)
  case dropIndex(String, field: String)
  /// The body says `dense` or `sparse`, and what the space is.
  case addVector(String, name: String, PayloadObject)
  case dropVector(String, name: String)

  /// The collection that must be there.
  var collection: String? {
    switch self {
    case .collection(let name), .update(let name, _), .point(_, let name),
      .createIndex(let name, _, _), .dropIndex(let name, _), .addVector(let name, _, _),
      .dropVector(let name, _):
      name
    case .listCollections, .exists, .create, .drop, .aliases: nil
    }
  }

  /// What is attempted, for an error.
  var attempt: String {
    switch self {
    case .listCollections: "cannot list the collections"
    case .collection(let name): "cannot look at collection \(name)"
    case .exists(let name): "cannot look for collection \(name)"
    case .create(let name, _): "cannot create collection \(name)"
    case .update(let name, _): "cannot change collection \(name)"
    case .drop(let name): "cannot drop collection \(name)"
    case .aliases: "cannot list the aliases"
    case .point(let alias, let name): "cannot point alias \(alias) to collection \(name)"
    case .createIndex(let name, let field, _):
      "cannot create index \(field) of collection \(name)"
    case .addVector(let name, let vector, _):
      "cannot add vector \(vector) to collection \(name)"
    case .dropVector(let name, let vector):
      "cannot drop vector \(vector) of collection \(name)"
    case .dropIndex(let name, let field): "cannot drop index \(field) of collection \(name)"
    }
  }
}

/// Which parts of points are wanted.
struct Selection: Hashable, Sendable {
  enum Payload: Hashable, Sendable {
    case none, all
    case only(String)
  }

  var payload = Payload.none
  var vectors = false

  /// What a plan compares.
  static let mark = Selection(payload: .only(LivePoint.Mark.key))
  static let whole = Selection(payload: .all, vectors: true)
}

/// One page of a walk over all points in the order of their ids.
struct ScrollQuestion: Sendable {
  var collection: String
  /// The first id of the page; nil for the beginning.
  var from: PointID?
  var limit: Int
  var conditions: [Condition] = []
  var selection = Selection.mark
}

/// What a point must fulfil.
enum Condition: Hashable, Sendable {
  case hasID([PointID])
  case text(String, is: String)
  case number(String, is: Int64)
  /// One of `total` parts into which the server divides all points by the hash of their ids.
  case slice(index: Int, total: Int)
}

/// How points are written.
struct UpsertManner: Sendable {
  /// Whose mark the points get; nil for none.
  var owner: String?
  /// A point that is there is replaced only if it fulfils all of these.
  var conditions: [Condition] = []
  /// A point that is not there is not inserted. From 1.17 on.
  var onlyUpdates = false
}

/// A point as the server keeps it, the reserved key among its payload.
struct StoredRecord: Hashable, Sendable {
  var id: PointID
  var payload = PayloadObject()
  var vectors = Vectors([])

  var live: LivePoint { LivePoint(id: id, mark: mark) }
  var mark: LivePoint.Mark? { LivePoint.Mark(payload[LivePoint.Mark.key]) }

  var stored: StoredPoint {
    var own = payload
    own[LivePoint.Mark.key] = nil
    return StoredPoint(id: id, vectors: vectors, payload: own, mark: mark)
  }
}

/// What a scan wants of a page.
struct LivePage: Sendable {
  var points: [LivePoint]
  var next: PointID?
}

struct Page: Sendable {
  var records: [StoredRecord]
  /// Where the next page begins; nil after the last one.
  var next: PointID?
}
