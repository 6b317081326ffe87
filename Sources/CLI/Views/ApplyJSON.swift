internal import Model
internal import Wire

/// What an apply came to, for programs.
enum ApplyJSON {
  static func document(_ outcomes: [ApplyOutcome]) -> KeyValuePairs<String, JSON> {
    [
      "results": .array(outcomes.map(result)),
      "exit_code": .int(Int64((outcomes.first { $0.exit != .ok }?.exit ?? .ok).rawValue)),
    ]
  }

  private static func result(_ outcome: ApplyOutcome) -> JSON {
    var members: [JSON.Member] = [
      .init("owner", .string(outcome.owner)), .init("outcome", .string(word(outcome.result))),
      .init("message", .string(outcome.sentence)),
      .init("plan", outcome.plan.map(PlanJSON.plan) ?? .null),
    ]
    if case .applied(let receipt) = outcome.result {
      members.append(.init("written", written(receipt)))
    }
    if case .failed(let failure) = outcome.result {
      members.append(
        .init(
          "error",
          [
            "code": .string(failure.code), "message": .string(failure.message),
            "hints": .array(failure.hints.map { .string($0) }),
          ]))
    }
    return .object(members)
  }

  private static func word(_ result: ApplyOutcome.Result) -> String {
    switch result {
    case .nothing: "nothing"
    case .held: "held"
    case .applied: "applied"
    case .skipped: "skipped"
    case .failed: "failed"
    }
  }

  private static func written(_ receipt: Receipt) -> JSON {
    [
      "inserted": JSON(receipt.inserted), "rewritten": JSON(receipt.rewritten),
      "payload_only": JSON(receipt.payloadOnly), "deleted": JSON(receipt.deleted),
    ]
  }
}
