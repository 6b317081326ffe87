internal import Model

extension Point {
  /// About how many bytes it takes: enough to cut a load into requests.
  var roughSize: Int { vectors.roughSize + PayloadValue.object(payload).textSize }
}

extension Vectors {
  /// A guess of the encoded size.
  var roughSize: Int { byName.reduce(4) { $0 + $1.vector.roughSize + $1.name.utf8.count + 6 } }
}

extension Vector {
  var roughSize: Int {
    switch self {
    case .dense(let values): 4 * values.count + 8
    case .sparse(let sparse): 7 * sparse.values.count + 12
    case .multi(let multi): 4 * multi.values.count + 4 * (multi.values.count / multi.dimensions)
    }
  }
}

extension PayloadValue {
  fileprivate var textSize: Int {
    switch self {
    case .null, .bool, .int, .double: 10
    case .string(let text): text.utf8.count + 4
    case .list(let values): values.reduce(4) { $0 + $1.textSize }
    case .object(let object): object.reduce(4) { $0 + $1.0.utf8.count + $1.1.textSize }
    }
  }
}
