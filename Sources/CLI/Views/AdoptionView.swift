internal import Engine
internal import Model
internal import Wire

/// What an adoption would mark, and what it leaves alone.
struct AdoptionView {
  let palette: Palette

  func text(_ adoption: Adoption) -> String {
    var lines = [
      palette.paint(adoption.owner, .bold)
        + "  collection \"\(adoption.collection)\", \(Counted.of(adoption.livePoints, "point"))"
    ]
    func line(_ count: Int, _ text: String, _ ids: [PointID] = []) {
      guard count > 0 else { return }
      let examples = ids.prefix(5).map(\.description).joined(separator: ", ")
      let more = ids.isEmpty ? "" : ": \(examples)\(ids.count > 5 ? ", …" : "")"
      lines.append("  \(Counted.number(count)) \(text)\(more)")
    }
    line(adoption.equal.count, "equal to the source, to be marked", adoption.equal)
    line(
      adoption.otherVectors.count, "with another vector, left alone", adoption.otherVectors)
    line(
      adoption.otherPayloads.count, "with another payload, left alone", adoption.otherPayloads)
    line(adoption.owned, "this manifest's already")
    line(adoption.strangers, "that the manifest does not want, left alone")
    for (owner, ids) in adoption.contested.sorted(by: { $0.key < $1.key }) {
      line(ids.count, "of manifest \"\(owner)\"", ids)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func json(_ adoption: Adoption, _ marked: Int) -> JSON {
    [
      "owner": .string(adoption.owner), "collection": .string(adoption.collection),
      "live_points": JSON(adoption.livePoints), "marked": JSON(marked),
      "equal": JSON(adoption.equal.count),
      "other_vectors": .array(adoption.otherVectors.map(PlanJSON.id)),
      "other_payloads": .array(adoption.otherPayloads.map(PlanJSON.id)),
      "owned": JSON(adoption.owned), "strangers": JSON(adoption.strangers),
    ]
  }
}
