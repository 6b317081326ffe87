internal import Engine
internal import Model
internal import Wire

/// What a verify found.
struct VerificationView {
  let palette: Palette

  func text(_ result: Verification) -> String {
    let points = result.plan.points
    var lines = [
      palette.paint(result.plan.owner, .bold) + "  "
        + (result.isClean
          ? palette.paint("as the manifest says", .green) : palette.paint("DIFFERS", .boldRed))
    ]
    let differing = points.inserted + points.deleted + points.rewritten + points.payloadOnly
    lines.append(
      row(
        differing == 0, "points",
        "\(Counted.number(result.desiredPoints)) desired, \(Counted.number(points.unchanged)) as they should be"
          + (differing == 0
            ? ""
            : ", \(Counted.number(points.inserted)) missing, "
              + "\(Counted.number(points.rewritten + points.payloadOnly)) different, "
              + "\(Counted.number(points.deleted)) too many")))
    if !result.lost.isEmpty {
      lines.append(row(false, "readback", "gone while being read" + examples(result.lost)))
    }
    let settings = result.plan.schema.count + result.plan.indexes.count
    lines.append(
      row(
        settings == 0, "schema", settings == 0 ? "as declared" : Counted.of(settings, "difference"))
    )
    if let alias = result.plan.target.alias {
      lines.append(
        row(
          result.plan.alias == nil, "alias",
          result.plan.alias.map { "\(alias) leads to \($0.before ?? "nothing")" }
            ?? "\(alias) leads to \(result.plan.target.physical)"))
    }
    lines.append(
      row(
        result.vectorMismatches.isEmpty, "vectors",
        sampled(result.sampled, result.vectorMismatches)))
    lines.append(
      row(
        result.payloadMismatches.isEmpty, "payloads",
        sampled(result.sampled, result.payloadMismatches)))
    if result.indexes > 0 {
      lines.append(row(result.indexGaps.isEmpty, "indexes", indexes(result)))
    }
    lines.append(
      row(
        result.recallIsGood, "search",
        "\(Counted.number(result.recalled)) of \(Counted.number(result.probed)) found themselves"))
    return lines.joined(separator: "\n") + "\n"
  }

  private func indexes(_ result: Verification) -> String {
    guard !result.indexGaps.isEmpty else {
      return "\(Counted.number(result.indexes)) hold what was read back"
    }
    return result.indexGaps.map { gap in
      "\(gap.field) holds \(Counted.of(gap.indexed, "point")) of at least "
        + Counted.number(gap.expected)
    }.joined(separator: ", ")
  }

  private func row(_ isGood: Bool, _ name: String, _ text: String) -> String {
    let mark = isGood ? palette.paint("ok ", .green) : palette.paint("BAD", .boldRed)
    return "  \(mark) \(name)\(String(repeating: " ", count: 10 - name.count))\(text)"
  }

  private func sampled(_ count: Int, _ wrong: [PointID]) -> String {
    let base = "\(Counted.number(count)) read back and compared"
    guard !wrong.isEmpty else { return base }
    return base + ", \(Counted.number(wrong.count)) differ" + examples(wrong)
  }

  private func examples(_ ids: [PointID]) -> String {
    ": " + ids.prefix(5).map(\.description).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
  }

  static func json(_ result: Verification) -> JSON {
    let gaps = result.indexGaps.map { gap -> JSON in
      [
        "field": .string(gap.field), "indexed": JSON(gap.indexed), "expected": JSON(gap.expected),
      ]
    }
    return [
      "owner": .string(result.plan.owner), "clean": .bool(result.isClean),
      "live_points": JSON(result.livePoints), "desired_points": JSON(result.desiredPoints),
      "sampled": JSON(result.sampled), "deep": .bool(result.isDeep),
      "lost": .array(result.lost.map(PlanJSON.id)),
      "vector_mismatches": .array(result.vectorMismatches.map(PlanJSON.id)),
      "payload_mismatches": .array(result.payloadMismatches.map(PlanJSON.id)),
      "indexes": JSON(result.indexes), "index_gaps": .array(gaps),
      "recalled": JSON(result.recalled), "probed": JSON(result.probed),
      "plan": PlanJSON.plan(result.plan),
    ]
  }
}
