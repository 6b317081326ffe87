internal import Model

/// Shares and similarities. They are cut off and never rounded: nearly one is not one.
extension Counted {
  /// "recall 0.9981".
  static func recall(_ recall: DedupeReport.Recall) -> String {
    "recall \(decimals(recall.share, 4))"
  }

  /// "an index chose what to compare: recall 0.9981, measured on 2,000 rows that stayed".
  static func measured(_ recall: DedupeReport.Recall) -> String {
    "an index chose what to compare: \(self.recall(recall)), measured on "
      + "\(of(recall.sampled, "row")) that stayed"
  }

  /// "0.991234".
  static func similarity(_ value: Double) -> String { decimals(value, 6) }

  private static func decimals(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1) { product, _ in product * 10 }
    // What is printed as 0.29 may be held as 0.28999999999999998.
    let scaled = Int((value.magnitude * Double(scale) + 1e-7).rounded(.down))
    let fraction = String(scaled % scale)
    return (value < 0 ? "-" : "") + "\(scaled / scale)."
      + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
