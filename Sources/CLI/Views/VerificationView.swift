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
    lines.append(
      row(
        result.recallIsGood, "search",
        "\(Counted.number(result.recalled)) of \(Counted.number(result.probed)) found themselves"))
    return lines.joined(separator: "\n") + "\n"
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
    [
      "owner": .string(result.plan.owner), "clean": .bool(result.isClean),
      "live_points": JSON(result.livePoints), "desired_points": JSON(result.desiredPoints),
      "sampled": JSON(result.sampled), "deep": .bool(result.isDeep),
      "lost": .array(result.lost.map(PlanJSON.id)),
      "vector_mismatches": .array(result.vectorMismatches.map(PlanJSON.id)),
      "payload_mismatches": .array(result.payloadMismatches.map(PlanJSON.id)),
      "recalled": JSON(result.recalled), "probed": JSON(result.probed),
      "plan": PlanJSON.plan(result.plan),
    ]
  }
}
