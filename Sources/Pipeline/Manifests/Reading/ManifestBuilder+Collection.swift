internal import Model

extension ManifestBuilder {
  static func collection(_ data: PayloadValue) -> CollectionSpec? {
    guard let declared = data.object else { return nil }
    return CollectionSpec(
      declared: declared, vectors: data["vectors"].map(vectors) ?? [:],
      sparseVectors: Set(data["sparse_vectors"]?.object?.map(\.0) ?? []))
  }

  private static func vectors(_ data: PayloadValue) -> [String: VectorSpace] {
    if let single = space(data) { return ["": single] }
    let named = data.object?.compactMap { name, data in space(data).map { (name, $0) } } ?? []
    return Dictionary(named, uniquingKeysWith: { $1 })
  }

  private static func space(_ data: PayloadValue) -> VectorSpace? {
    guard let size = data["size"]?.integer,
      let distance: VectorSpace.Distance = data.word("distance")
    else { return nil }
    return VectorSpace(
      size: size, distance: distance, datatype: data.word("datatype") ?? .float32,
      isMulti: data["multivector_config"] != nil)
  }
}
