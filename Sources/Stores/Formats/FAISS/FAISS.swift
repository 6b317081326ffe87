// FAISS: index files as faiss writes them, read without faiss.
//
// `FAISSIndex` is one index, in a file of its own or in a part of another file: what kind it is, which
// labels its rows have, and their vectors, a window at a time or any row by itself. `FAISSFormat` makes
// rows of a store that is such a file. Kinds that keep full vectors give them bit for bit; kinds that
// keep codes give what faiss itself reconstructs, and only who accepts approximate vectors gets them.
// Every other kind is refused by name.
//
// The position of a row is faiss's own number of it. An inverted file has none: there, rows are in
// ascending order of their stored ids. A negative id is handed on as text, because ids are unsigned.
/// How an index compares vectors.
public enum FAISSMetric: Hashable, Sendable {
  case innerProduct, l2, l1, lInfinity
  case lp(Float)
  case canberra, brayCurtis, jensenShannon, jaccard, euclideanWithoutNaN, gower

  /// nil for a number that no version of faiss writes.
  init?(number: Int32, argument: Float) {
    switch number {
    case 0: self = .innerProduct
    case 1: self = .l2
    case 2: self = .l1
    case 3: self = .lInfinity
    case 4: self = .lp(argument)
    case 20: self = .canberra
    case 21: self = .brayCurtis
    case 22: self = .jensenShannon
    case 23: self = .jaccard
    case 24: self = .euclideanWithoutNaN
    case 25: self = .gower
    default: return nil
    }
  }

  /// The word for reports. Cosine is no metric of faiss: who uses it normalises and takes `ip`.
  public var word: String {
    switch self {
    case .innerProduct: "ip"
    case .l2: "l2"
    case .l1: "l1"
    case .lInfinity: "linf"
    case .lp(let power): "l\(power)"
    case .canberra: "canberra"
    case .brayCurtis: "braycurtis"
    case .jensenShannon: "jensenshannon"
    case .jaccard: "jaccard"
    case .euclideanWithoutNaN: "nan_euclidean"
    case .gower: "gower"
    }
  }
}
