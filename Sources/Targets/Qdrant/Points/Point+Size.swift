internal import Model

// About how many bytes things take when they are sent: enough to cut a load into requests.

extension Vectors {
  var roughSize: Int {
    var size = 4
    for index in byName.indices {
      size += byName[index].vector.roughSize + byName[index].name.utf8.count + 6
    }
    return size
  }
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

extension PayloadObject {
  var roughSize: Int { reduce(4) { $0 + $1.0.utf8.count + $1.1.textSize } }
}

extension PayloadValue {
  fileprivate var textSize: Int {
    switch self {
    case .null, .bool, .int, .double: 10
    case .string(let text): text.utf8.count + 4
    case .list(let values): values.reduce(4) { $0 + $1.textSize }
    case .object(let object): object.roughSize
    }
  }
}
