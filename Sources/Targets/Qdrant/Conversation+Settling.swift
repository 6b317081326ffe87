internal import Model

extension Conversation {
  /// Waits until everything that the server has accepted is applied.
  func drain(_ collection: String) async throws {
    try await wait(for: collection) { $0.queue == 0 }
  }

  /// Waits until everything is applied, visible and indexed.
  func settle(_ collection: String) async throws {
    var wasNudged = false
    try await wait(for: collection) { progress in
      if progress.status == "grey", !wasNudged {
        // After a restart the server waits for any change before it goes on optimizing.
        wasNudged = true
        try await nudge(collection)
      }
      return progress.status == "green" && progress.queue == 0 && progress.deferred == 0
    }
  }

  private struct Progress {
    let status: String
    let queue: Int64
    let deferred: Int64
    let problem: String?
    /// What changes while a server gets on with indexing.
    let signs: [Int64?]

    init(_ information: PayloadObject) {
      status = information["status"]?.text ?? ""
      let update = information["update_queue"]?.object
      queue = update?["length"]?.number ?? 0
      deferred = update?["deferred_points"]?.number ?? 0
      let optimizer = information["optimizer_status"]?.object?["error"]?.text
      problem = status == "red" ? optimizer ?? "the server says no more" : optimizer
      signs = [
        queue, deferred, information["indexed_vectors_count"]?.number,
        information["segments_count"]?.number,
      ]
    }
  }

  private func wait(
    for collection: String, until isDone: (Progress) async throws -> Bool
  ) async throws {
    var pause = Duration.milliseconds(20)
    var signs: [Int64?] = []
    var lastStep = ContinuousClock.now
    while true {
      guard let information = try await information(collection) else {
        throw Refusal(.noCollection, "there is no collection \(collection)", hint: "plan again")
          .at(address)
      }
      let progress = Progress(information)
      if let problem = progress.problem {
        throw Refusal(
          .notSettled, "collection \(collection) does not settle: \(problem)",
          hint: "look at the server's log; run the same command again when it is mended"
        ).at(address)
      }
      if try await isDone(progress) { return }
      if progress.signs != signs {
        signs = progress.signs
        lastStep = .now
      } else if ContinuousClock.now - lastStep >= patience.standstill {
        throw Refusal(
          .notSettled,
          "collection \(collection) does not settle: it is \(progress.status), and nothing has "
            + "changed for \(patience.standstill.components.seconds) s",
          hint:
            "look at the server's load, disk and log; the points are there, and the same command "
            + "goes on from here when it is run again"
        ).at(address)
      }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .seconds(2))
    }
  }

  private func nudge(_ collection: String) async throws {
    _ = try await schema(.update(collection, ["optimizers_config": .object([:])]))
  }
}
