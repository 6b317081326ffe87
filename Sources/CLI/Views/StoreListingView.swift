internal import Engine
internal import Model
internal import Wire

/// What a catalog lists under one name.
struct StoreListingView {
  let palette: Palette

  func text(_ listing: StoreListing) -> String {
    let title = palette.paint(listing.name.printable, .bold)
    guard !listing.versions.isEmpty else { return title + "\n  no version\n" }
    let width = (listing.versions.map(\.version.count).max() ?? 0) + 2
    let lines = listing.versions.map { version in
      "  " + (version.version.padded(to: width) + facts(version)).printable.trimmedEnd + "\n"
    }
    return title + "\n" + lines.joined()
  }

  private func facts(_ version: StoreListing.Version) -> String {
    let facts = version.facts
    var parts: [String] = []
    if let timestamp = facts.timestamp, timestamp != version.version { parts.append(timestamp) }
    if let format = facts.format { parts.append(format.rawValue) }
    if let documents = facts.documents { parts.append(Counted.of(documents, "document")) }
    if let dimensions = facts.dimensions { parts.append(Counted.of(dimensions, "dimension")) }
    if let bytes = version.bytes { parts.append(Counted.bytes(bytes)) }
    if let dedupe = facts.dedupe { parts.append("dedupe: " + Counted.dropped(dedupe)) }
    return parts.joined(separator: ", ")
  }

  static func json(_ listing: StoreListing) -> JSON {
    [
      "name": .string(listing.name), "versions": .array(listing.versions.map(version)),
      "problems": .array(listing.problems.map(StoreView.problem)),
    ]
  }

  private static func version(_ version: StoreListing.Version) -> JSON {
    let facts = version.facts
    return [
      "version": .string(version.version), "timestamp": JSON(facts.timestamp),
      "path": .string(version.path), "format": JSON(facts.format?.rawValue),
      "documents": number(facts.documents), "vectors": number(facts.vectors),
      "dimensions": number(facts.dimensions), "metric": JSON(facts.metric),
      "embedding_model": JSON(facts.embeddingModel),
      "bytes": version.bytes.map { .unsigned($0) } ?? .null,
      "dedupe": facts.dedupe.map(dedupe) ?? .null,
    ]
  }

  /// What dedupe did before a version was published.
  static func dedupe(_ report: DedupeReport) -> JSON {
    [
      "input": JSON(report.input), "kept": JSON(report.kept), "dropped": JSON(report.dropped),
      "rules": .array(report.rules.map(PlanJSON.rule)),
    ]
  }

  private static func number(_ value: Int?) -> JSON { value.map { JSON($0) } ?? .null }
}
