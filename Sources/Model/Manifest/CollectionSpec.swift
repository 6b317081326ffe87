/// The schema of a collection in Qdrant's own words: exactly the keys that the manifest declares.
///
/// Only declared keys are compared with what is live, so the tree is kept as written; the vector
/// spaces are also there as typed values, because every stage needs them.
public struct CollectionSpec: Hashable, Sendable {
  /// The whole `collection:` section, verbatim.
  public var declared: PayloadObject
  /// The dense vector spaces by name; the unnamed one has the name "".
  public var vectors: [String: VectorSpace]
  /// The names of the sparse vector spaces.
  public var sparseVectors: Set<String>

  public init(
    declared: PayloadObject, vectors: [String: VectorSpace], sparseVectors: Set<String> = []
  ) {
    self.declared = declared
    self.vectors = vectors
    self.sparseVectors = sparseVectors
  }
}

extension CollectionSpec {
  /// The paths of everything that is declared, with dots, sorted by bytes. Quantization and the
  /// values of `metadata` are declared as a whole; indexes are not settings.
  public var settings: [String] {
    var declared = declared
    declared["payload_indexes"] = nil
    var paths: [String] = []
    CollectionSpec.collect(declared, at: [], &paths)
    return paths.sorted { $0.precedesInBytes($1) }
  }

  private static func collect(
    _ object: PayloadObject, at path: [String], _ paths: inout [String]
  ) {
    for (key, value) in object where value != .null {
      let place = path + [key]
      if case .object(let inner) = value, !inner.isEmpty, key != "quantization_config",
        path != ["metadata"]
      {
        collect(inner, at: place, &paths)
      } else {
        paths.append(place.joined(separator: "."))
      }
    }
  }
}

/// What makes two dense vectors comparable.
public struct VectorSpace: Hashable, Sendable {
  public enum Distance: String, Hashable, Sendable, CaseIterable {
    case cosine = "Cosine"
    case euclid = "Euclid"
    case dot = "Dot"
    case manhattan = "Manhattan"
  }

  public enum Datatype: String, Hashable, Sendable, CaseIterable {
    case float32, float16, uint8, turbo4
  }

  public var size: Int
  public var distance: Distance
  public var datatype: Datatype
  /// Several vectors per point, compared by their best pairs.
  public var isMulti: Bool

  public init(size: Int, distance: Distance, datatype: Datatype = .float32, isMulti: Bool = false) {
    self.size = size
    self.distance = distance
    self.datatype = datatype
    self.isMulti = isMulti
  }
}

extension CollectionSpec {
  /// Whether there is one dense vector a point and nothing else: the usual case.
  public var isPlain: Bool {
    vectors.count == 1 && sparseVectors.isEmpty && vectors.values.allSatisfy { !$0.isMulti }
  }
}
