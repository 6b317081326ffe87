internal import Model

/// Turns checked data into the nouns of the model. Defaults come from the model's initialisers, and a
/// test holds them against the defaults that the language documents.
enum ManifestBuilder {
  static func manifest(_ data: PayloadValue) -> Manifest? {
    guard let metadata = data["metadata"], let spec = data["spec"],
      let name = metadata["name"]?.text,
      let source = spec["source"].flatMap(source), let target = spec["target"].flatMap(target),
      let collection = spec["collection"].flatMap(collection), let sync = spec["sync"].flatMap(sync)
    else { return nil }
    return Manifest(
      name: name, labels: metadata["labels"]?.words ?? [:], source: source,
      map: spec["map"].map(map) ?? MapSpec(), dedupe: spec["dedupe"]?.list?.compactMap(rule) ?? [],
      target: target, collection: collection, sync: sync,
      dependsOn: spec["dependsOn"]?.texts ?? [], suspend: spec["suspend"].flatMap(suspension))
  }

  private static func source(_ data: PayloadValue) -> SourceSpec? {
    guard let store = data["store"]?.text, let name = data["name"]?.text else { return nil }
    let version = data["version"]?.text
    return SourceSpec(
      store: store, name: name, version: version == "latest" ? nil : version,
      collection: data["collection"]?.text, format: data.word("format") ?? .auto,
      allowLossy: data["allowLossy"]?.flag ?? false)
  }

  private static func target(_ data: PayloadValue) -> TargetSpec? {
    guard let connection = data["connection"]?.text, let collection = data["collection"]?.text
    else {
      return nil
    }
    return TargetSpec(connection: connection, collection: collection, alias: data["alias"]?.text)
  }

  private static func suspension(_ data: PayloadValue) -> Suspension? {
    data["reason"]?.text.map { Suspension(reason: $0, until: data["until"]?.text) }
  }

  private static func map(_ data: PayloadValue) -> MapSpec {
    var map = MapSpec()
    if let id = data["id"].flatMap(id) { map.id = id }
    if let text = data["text"] { map.text = text.text }
    map.vector = data["vector"]?.text
    if let payload = data["payload"] { map.payload = self.payload(payload) }
    return map
  }

  private static func id(_ data: PayloadValue) -> IDRule? {
    if let key = data["from"]?.text { return .from(key) }
    if let keys = data["fields"]?.texts { return .fields(keys) }
    return data["content"]?.flag == true ? .content : nil
  }

  private static func payload(_ data: PayloadValue) -> PayloadRule {
    let provenance = data["provenance"]?.words ?? [:]
    return PayloadRule(
      include: data["include"]?.texts, exclude: data["exclude"]?.texts ?? [],
      rename: data["rename"]?.words ?? [:], constants: data["constants"]?.object ?? PayloadObject(),
      provenance: provenance.compactMapValues(Provenance.init(rawValue:)))
  }

  private static func rule(_ data: PayloadValue) -> DedupeRule? {
    guard let by = data["by"].flatMap(criterion) else { return nil }
    var rule = DedupeRule(by: by)
    rule.keep = data.word("keep") ?? rule.keep
    rule.order = data["order"]?.text
    rule.missing = data.word("missing") ?? rule.missing
    rule.normalize =
      data["normalize"]?.texts?.compactMap(DedupeRule.Normalization.init(rawValue:)) ?? []
    rule.exact = data["exact"]?.flag
    return rule
  }

  private static func criterion(_ data: PayloadValue) -> DedupeRule.Criterion? {
    if let keys = data["fields"]?.texts { return .fields(keys) }
    if let threshold = data["similarity"]?.number { return .similarity(threshold) }
    switch data.text {
    case "id": return .id
    case "text": return .text
    case "vector": return .vector
    default: return nil
    }
  }

  private static func sync(_ data: PayloadValue) -> SyncSpec? {
    guard let prune = data["prune"]?.flag else { return nil }
    var sync = SyncSpec(prune: prune)
    sync.maxDelete.count = data["maxDelete"]?["count"]?.integer ?? sync.maxDelete.count
    sync.maxDelete.percent = data["maxDelete"]?["percent"]?.number ?? sync.maxDelete.percent
    sync.replace = data.word("replace") ?? sync.replace
    sync.keep = data["keep"]?.integer ?? sync.keep
    sync.drift = data.word("drift") ?? sync.drift
    sync.unmanaged = data.word("unmanaged") ?? sync.unmanaged
    sync.minRows = data["minRows"]?.integer ?? sync.minRows
    sync.allow = Set(data["allow"]?.texts?.compactMap(SyncSpec.Approval.init(rawValue:)) ?? [])
    return sync
  }
}
