internal import Crypto
internal import Engine
internal import Host
internal import Manifests
internal import Model
internal import Wire

/// Plans in a file: what was planned, the manifests as they were, and a digest over it all.
///
/// It holds no vectors, no payloads and no secrets. An apply computes the plans again and refuses
/// when one of their bases has moved, so the file cannot make it do anything else.
struct SavedPlan {
  private static let kind = "SavedPlan"
  private static let limit = 64 << 20

  let files: [SourceFile]
  let plans: [Plan]

  init(_ work: ManifestWork, _ plans: [Plan]) {
    files = work.files
    self.plans = plans
  }

  func write(_ path: String) async throws {
    let body = self.body
    let digest = SavedPlan.digest(body)
    let members: KeyValuePairs<String, JSON> = [
      "kind": .string(SavedPlan.kind), "digest": .string(digest), "body": body,
    ]
    let lane = BlockingLane(label: "plumb.plan")
    try await lane.run { () throws(any Error) in try WholeFile.write(members, to: path) }
  }

  private var body: JSON {
    [
      "manifests": .array(
        files.map {
          ["path": .string($0.path), "text": .string(String(decoding: $0.bytes, as: UTF8.self))]
        }),
      "plans": .array(plans.map(PlanJSON.plan)),
    ]
  }

  /// Over the body's canonical form, so that pretty printing does not matter.
  private static func digest(_ body: JSON) -> String {
    let text = JSONWriter.bytes(body)
    guard let value = try? JSONReader.value(text) else { return "" }
    var bytes: [UInt8] = []
    value.writeCanonically(into: &bytes)
    return SHA256.hash(bytes).description
  }

  /// The saved plan in a file; nil where the file is something else, such as a manifest.
  static func read(_ path: String) async throws -> SavedPlan? {
    let lane = BlockingLane(label: "plumb.plan")
    let bytes = try? await lane.run { () throws(Files.ReadError) -> [UInt8] in
      try Files.read(path, limit: limit)
    }
    guard let bytes, bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
      case .object(let tree) = try? JSONReader.value(bytes), tree.text("kind") == kind
    else { return nil }
    guard tree.text("format_version")?.hasPrefix("1.") == true else {
      throw CommandError(
        "newer_plan", "\(path) was written by a newer plumb", hints: ["plan again with this one"])
    }
    guard let body = tree["body"], tree.text("digest") == digest(JSON(body)),
      let saved = SavedPlan(body)
    else {
      throw CommandError(
        "damaged_plan", "\(path) is damaged, or was edited: its digest does not fit",
        hints: ["plan again: plumb plan --out \(path.shellWord) PATH…"])
    }
    return saved
  }

  private init?(_ body: PayloadValue) {
    guard let body = body.object, let files = body.list("manifests"),
      let plans = body.list("plans")
    else { return nil }
    self.files = files.compactMap(\.object).compactMap { file in
      guard let path = file.text("path"), let text = file.text("text") else { return nil }
      return SourceFile(path: path, bytes: Array(text.utf8))
    }
    self.plans = plans.compactMap { PlanReader($0)?.plan() }
    guard self.files.count == files.count, self.plans.count == plans.count else { return nil }
  }
}
