/// One piece of work and its speed, as text.
struct ProgressWork: Sendable {
  let label: String
  let total: Int?
  let start: Duration
  var done = 0
  /// When how much was done, over the last ten seconds: the speed of now, not of the whole run.
  private var marks: [(time: Duration, done: Int)]

  init(label: String, total: Int?, start: Duration) {
    self.label = label
    self.total = total
    self.start = start
    marks = [(start, 0)]
  }

  mutating func mark(at now: Duration) {
    marks.append((now, done))
    while marks.count > 2, now - marks[1].time >= .seconds(10) { marks.removeFirst() }
  }

  /// `writing points  [=====>    ]  52%  5,200 of 10,000  1,240/s  4 s left`
  func bar(columns: Int) -> String {
    var parts = [label]
    if let total {
      parts.append(gauge(total))
      parts.append("\(percent(total))%")
    }
    parts.append(amount)
    parts += pace
    // What a narrow terminal cannot show goes from the right; the label goes last.
    while parts.count > 1, parts.joined(separator: "  ").count > columns { parts.removeLast() }
    return String(parts.joined(separator: "  ").prefix(max(0, columns)))
  }

  /// `writing points: 5,200 of 10,000 (52%), 1,240/s, 4 s left`
  func line() -> String {
    let share = total.map { " (\(percent($0))%)" } ?? ""
    return "\(label): " + ([amount + share] + pace).joined(separator: ", ")
  }

  /// `writing points: 10,000 in 8 s (1,250/s)`
  func ending(at now: Duration) -> String {
    let seconds = (now - start).inSeconds
    let rate = seconds > 0 ? " (\(Self.rate(Double(done) / seconds)))" : ""
    return "\(label): \(done.grouped) in \((now - start).spoken)\(rate)"
  }

  // MARK: - Private

  private var amount: String {
    total.map { "\(done.grouped) of \($0.grouped)" } ?? done.grouped
  }

  private func percent(_ total: Int) -> Int {
    total > 0 ? min(100, Int(Double(done) / Double(total) * 100)) : 100
  }

  private func gauge(_ total: Int) -> String {
    let width = 20
    let filled = percent(total) * width / 100
    let head = filled < width ? ">" : ""
    let body = String(repeating: "=", count: filled) + head
    return "[" + body + String(repeating: " ", count: width - body.count) + "]"
  }

  /// Speed and remaining time, as far as they are known.
  private var pace: [String] {
    guard let first = marks.first, let last = marks.last, last.done > first.done,
      last.time > first.time
    else { return [] }
    let perSecond = Double(last.done - first.done) / (last.time - first.time).inSeconds
    guard let total, total > done else { return [Self.rate(perSecond)] }
    let left = Duration.seconds(Double(total - done) / perSecond)
    return [Self.rate(perSecond), "\(left.spoken) left"]
  }

  private static func rate(_ perSecond: Double) -> String {
    perSecond >= 10
      ? "\(Int(perSecond.rounded()).grouped)/s"
      : "\(Int(perSecond)).\(Int(perSecond * 10) % 10)/s"
  }
}

extension Duration {
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }

  /// `4 s`, `3 min 20 s`, `2 h 5 min`: two units at most, rounded up so that nothing ends early.
  var spoken: String {
    let seconds = Int(inSeconds.rounded(.up))
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }
}

extension Int {
  /// `59,353`: thousands are grouped the same way everywhere, whatever the locale.
  var grouped: String {
    var text = ""
    for (index, digit) in String(magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}
