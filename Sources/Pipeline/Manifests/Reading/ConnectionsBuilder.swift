internal import Model

/// Turns checked data into connections, with paths that no longer depend on where the file is.
struct ConnectionsBuilder {
  let baseFolder: String

  func connections(_ data: PayloadValue) -> Connections {
    Connections(
      stores: named(data["stores"], store), targets: named(data["targets"], target))
  }

  private func named<Value>(
    _ data: PayloadValue?, _ build: (PayloadValue) -> Value?
  ) -> [String: Value] {
    let pairs = data?.object?.compactMap { name, data in build(data).map { (name, $0) } } ?? []
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  private func store(_ data: PayloadValue) -> StoreConnection? {
    if let path = data["files"]?["path"]?.text { return .files(path: resolved(path)) }
    guard let s3 = data["s3"], let bucket = s3["bucket"]?.text else { return nil }
    return .s3(
      S3Connection(
        bucket: bucket, prefix: s3["prefix"]?.text ?? "", region: s3["region"]?.text,
        endpoint: s3["endpoint"]?.text, pathStyle: s3["pathStyle"]?.flag,
        profile: s3["profile"]?.text, ca: s3["ca"]?.text.map(resolved),
        anonymous: s3["anonymous"]?.flag ?? false))
  }

  private func target(_ data: PayloadValue) -> TargetConnection? {
    if let path = data["local"]?["path"]?.text { return .local(path: resolved(path)) }
    guard let qdrant = data["qdrant"], let url = qdrant["url"]?.text else { return nil }
    return .qdrant(
      QdrantConnection(
        url: url, grpcPort: qdrant["grpcPort"]?.integer ?? 6334,
        transport: qdrant.word("transport") ?? .auto, apiKey: qdrant["apiKey"].flatMap(secret),
        ca: qdrant["ca"]?.text.map(resolved),
        certificate: qdrant["certificate"]?.text.map(resolved),
        key: qdrant["key"]?.text.map(resolved)))
  }

  private func secret(_ data: PayloadValue) -> SecretSource? {
    if let name = data["env"]?.text { return .env(name) }
    return data["file"]?.text.map { .file(resolved($0)) }
  }

  private func resolved(_ path: String) -> String {
    if path.hasPrefix("/") || baseFolder == "." || baseFolder.isEmpty { return path }
    let bare = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return baseFolder.hasSuffix("/") ? baseFolder + bare : "\(baseFolder)/\(bare)"
  }
}
