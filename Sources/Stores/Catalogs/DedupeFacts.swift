public import Model

/// What dedupe did to a version before it was published, as a catalog says it:
/// `{"input": 1300, "kept": 1204, "dropped": {"id": 90, "text": 6}, "rules": [{"rule": "id", "dropped": 90}, …]}`.
///
/// `dropped` adds up the rules of one name; `rules` are in their order, each with the recall of the
/// index that chose what it compared, where one did.
extension DedupeReport {
  public var inCatalog: PayloadValue {
    var byName = PayloadObject()
    for rule in rules {
      if case .int(let before) = byName[rule.name] {
        byName[rule.name] = .int(before + Int64(rule.dropped))
      } else {
        byName[rule.name] = .int(Int64(rule.dropped))
      }
    }
    return [
      "input": .int(Int64(input)), "kept": .int(Int64(kept)), "dropped": .object(byName),
      "rules": .list(rules.map(\.inCatalog)),
    ]
  }

  /// Nil where somebody else keeps something else under the key: it is only shown.
  public init?(inCatalog value: PayloadValue?) {
    guard case .object(let object) = value, let input = object.count("input") else { return nil }
    if case .list(let values) = object["rules"] {
      let rules = values.compactMap { Rule(inCatalog: $0) }
      guard rules.count == values.count else { return nil }
      self.init(input: input, rules: rules)
    } else if case .object(let dropped) = object["dropped"] {
      let rules = dropped.compactMap { name, _ in
        dropped.count(name).map { Rule(name: name, dropped: $0) }
      }
      guard rules.count == dropped.count else { return nil }
      self.init(input: input, rules: rules)
    } else {
      return nil
    }
  }
}

extension DedupeReport.Rule {
  fileprivate var inCatalog: PayloadValue {
    var object: PayloadObject = ["rule": .string(name), "dropped": .int(Int64(dropped))]
    if let recall {
      object["recall"] = [
        "share": .double(recall.share), "sampled": .int(Int64(recall.sampled)),
        "missed": .int(Int64(recall.missed)),
      ]
    }
    return .object(object)
  }

  fileprivate init?(inCatalog value: PayloadValue) {
    guard case .object(let object) = value, case .string(let name) = object["rule"],
      let dropped = object.count("dropped")
    else { return nil }
    self.init(name: name, dropped: dropped)
    guard case .object(let recall) = object["recall"], let sampled = recall.count("sampled"),
      let missed = recall.count("missed")
    else { return }
    switch recall["share"] {
    case .double(let share): self.recall = .init(sampled: sampled, missed: missed, share: share)
    case .int(let share):
      self.recall = .init(sampled: sampled, missed: missed, share: Double(share))
    default: break
    }
  }
}

extension PayloadObject {
  fileprivate func count(_ key: String) -> Int? {
    guard case .int(let number) = self[key], number >= 0 else { return nil }
    return Int(number)
  }
}
