internal import Host
internal import Model
internal import Wire

/// What a long run does, while it does it: one JSON object a line on standard output, the result last.
///
/// A phase is told when it begins and ends, and in between at most once a second. Nothing in it is a
/// time: the reader knows when it read a line.
final class EventStream: ProgressSink {
  private struct Phase: Sendable {
    var name: String
    var total: Int?
    var done = 0
    var told: Duration
  }

  private static let pause = Duration.seconds(1)

  private let output: Output
  private let clock: MonotonicClock
  private let phase = Locked<Phase?>(nil)

  init(_ output: Output, clock: MonotonicClock) {
    self.output = output
    self.clock = clock
  }

  func begin(_ name: String, total: Int?) {
    phase.withLock { phase in
      if let open = phase { tell("phase_ended", open) }
      let begun = Phase(name: name, total: total, told: clock.now())
      phase = begun
      tell("phase_began", begun)
    }
  }

  func advance(by count: Int) {
    phase.withLock { phase in
      guard var open = phase else { return }
      open.done += count
      let now = clock.now()
      if now - open.told >= EventStream.pause {
        open.told = now
        tell("progress", open)
      }
      phase = open
    }
  }

  func end() {
    phase.withLock { phase in
      if let open = phase { tell("phase_ended", open) }
      phase = nil
    }
  }

  /// The document that `--json` would have printed, as the last line.
  func result(_ members: KeyValuePairs<String, JSON>) throws {
    try write(["event": "result", "result": Output.document(members)])
  }

  /// What ended the work, as the last line.
  func failure(_ members: KeyValuePairs<String, JSON>) throws {
    try write(["event": "failed", "result": Output.document(members)])
  }

  func plans(_ plans: [Plan]) throws {
    try write(["event": "planned", "result": Output.document(PlanJSON.document(plans))])
  }

  /// Progress is told where it can be: a reader that went away is noticed by the result.
  private func tell(_ event: String, _ phase: Phase) {
    try? write([
      "event": .string(event), "phase": .string(phase.name), "done": JSON(phase.done),
      "total": phase.total.map { JSON($0) } ?? .null,
    ])
  }

  private func write(_ members: KeyValuePairs<String, JSON>) throws {
    try output.print(JSONWriter.text(Output.document(members), .compact))
  }
}

extension CommandContext {
  /// Set where the command was asked for events.
  var events: EventStream? {
    values.isOnIfKnown(.events) ? EventStream(output, clock: clock) : nil
  }
}
