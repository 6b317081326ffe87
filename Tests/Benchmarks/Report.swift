import Glibc

/// One line for each measurement, and at the end what the numbers are held against.
struct Report {
  let rows: Int

  /// The promise: 100 MB and 64 bytes a point.
  private var memoryGoal: Int { 100_000_000 + rows * 64 }

  func head(fileBytes: Int) {
    print(
      "\(rows) points of \(Dataset.dimensions) dimensions, \(fileBytes / 1_000_000) MB of JSON Lines"
    )
    print(
      padded("", 22)
        + ["seconds", "points/s", "processor s", "peak MB"].map { right($0, 13) }
        .joined())
    flush()
  }

  func line(_ title: String, _ run: Measured) {
    let rate = Int(Double(rows) / run.seconds)
    let columns = [
      decimal(run.seconds), String(rate), decimal(run.processor), String(run.peakBytes / 1_000_000),
    ]
    let mark = title.hasPrefix("python3") || run.peakBytes <= memoryGoal ? "" : "  over the goal"
    print(padded(title, 22) + columns.map { right($0, 13) }.joined() + mark)
    flush()
  }

  func end(first: Measured, noChange: Measured, rival: Measured?) {
    print("memory goal: \(memoryGoal / 1_000_000) MB (100 MB and 64 bytes a point)")
    let ratio = decimal(noChange.seconds / first.seconds)
    print("plan without changes / first plan: \(ratio) (goal 0.10)")
    guard let rival else { return }
    print("python3 json.loads / first plan: \(decimal(rival.seconds / first.seconds))")
  }

  private func flush() { fflush(nil) }

  private func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
