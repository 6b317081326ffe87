internal import Engine
internal import Model

/// What applying one manifest came to.
struct ApplyOutcome {
  enum Result {
    case nothing
    case held
    case applied(Receipt)
    case skipped(because: String)
    case failed(FailureReport)
  }

  let plan: Plan?
  let owner: String
  let result: Result

  var exit: ExitCode {
    switch result {
    case .nothing, .held, .applied: .ok
    case .skipped: .failure
    case .failed(let report): report.exit
    }
  }

  var sentence: String {
    switch result {
    case .nothing: "\(owner): nothing to do"
    case .held: "\(owner): held by a rollback; nothing was changed"
    case .skipped(let reason): "\(owner): skipped, because \(reason)"
    // The refusal of a lock begins with its owner.
    case .failed(let report) where report.message.hasPrefix("\(owner) "): report.message
    case .failed(let report): "\(owner): \(report.message)"
    case .applied(let receipt): "\(owner): applied. " + PlanSummary.done(receipt)
    }
  }
}

extension PlanSummary {
  static func done(_ receipt: Receipt) -> String {
    "Points: \(Counted.number(receipt.inserted)) inserted, "
      + "\(Counted.number(receipt.rewritten)) rewritten, "
      + "\(Counted.number(receipt.payloadOnly)) payload only, "
      + "\(Counted.number(receipt.deleted)) deleted."
  }
}
