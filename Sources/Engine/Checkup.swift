internal import Catalogs
internal import FileStores
internal import Model
internal import S3
internal import S3Stores

/// Whether every store and target of the connections answers, and as whom it is asked.
public struct Checkup: Sendable {
  public struct Finding: Hashable, Sendable {
    /// "store" or "target".
    public var kind: String
    public var name: String
    public var isFine: Bool
    /// What was found, or what went wrong; never a secret.
    public var detail: String
    /// Where the credentials come from; nil where none are needed.
    public var credentials: String?
    public var hints: [String] = []
  }

  private let places: StorePlaces

  public init(_ places: StorePlaces) {
    self.places = places
  }

  /// Stores first, by name. A failure is a finding, too.
  public func findings() async -> [Finding] {
    var findings: [Finding] = []
    for name in places.connections.stores.keys.sorted() { findings.append(await store(name)) }
    for name in places.connections.targets.keys.sorted() { findings.append(await target(name)) }
    return findings
  }

  private func store(_ name: String) async -> Finding {
    var finding = Finding(kind: "store", name: name, isFine: true, detail: "")
    do {
      let store = try Registry.store(name, places)
      if let bucket = (store as? S3Store)?.bucket {
        finding.credentials =
          bucket.connection.anonymous
          ? "none (anonymous)" : try await bucket.credentials.current().source
      }
      let place = (store as? any PublishableStore)?.label ?? name
      let catalog = try await store.catalog()
      finding.detail =
        catalog.map { "\(place): \($0.stores.count) in its metadata.json" }
        ?? "\(place): no metadata.json"
      return finding
    } catch { return failed(finding, error) }
  }

  private func target(_ name: String) async -> Finding {
    let finding = Finding(kind: "target", name: name, isFine: true, detail: "answers")
    do {
      let reader = try await Registry.target(name, places.connections).reader()
      try await reader.close()
      return finding
    } catch { return failed(finding, error) }
  }

  private func failed(_ finding: Finding, _ error: any Error) -> Finding {
    var finding = finding
    let explained = error as? any ExplainedError
    finding.isFine = false
    finding.detail = explained?.sentence ?? "\(error)"
    // "See doctor" is no advice from doctor.
    finding.hints = (explained?.hints ?? []).filter { !$0.contains("plumb doctor") }
    return finding
  }
}
