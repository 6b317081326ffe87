public import Model

/// Turns a row into a point as one manifest says: the same row always gives the same point.
public struct RowMapping: Sendable {
  private let identity: IdentityMapping
  private let payload: PayloadMapping
  private let vectors: VectorMapping

  public init(_ manifest: Manifest, version: StoreVersion) {
    identity = IdentityMapping(rule: manifest.map.id)
    payload = PayloadMapping(manifest, version: version)
    vectors = VectorMapping(manifest)
  }

  /// The whole point, for an apply.
  public func point(_ row: SourceRow) throws(MappingError) -> Point {
    let identity = try identity.id(of: row)
    let payload = try payload.payload(of: row, original: identity.original)
    let (vectors, hash) = try vectors.vectors(of: row)
    return Point(
      id: identity.id, vectors: vectors, payload: payload,
      fingerprint: Fingerprint(vector: hash, payload: PayloadMapping.hash(payload)))
  }

  /// Whether the same row in another place is another point.
  var dependsOnPosition: Bool { payload.dependsOnPosition }

  /// Only what a plan needs of it.
  func desired(_ row: SourceRow, _ scratch: inout HashScratch) throws(MappingError) -> DesiredPoint
  {
    let identity = try identity.id(of: row)
    let payload = try payload.hash(of: row, original: identity.original, &scratch)
    return DesiredPoint(
      id: identity.id,
      fingerprint: Fingerprint(vector: try vectors.hash(row, &scratch), payload: payload),
      row: row.position)
  }
}
