internal import Dispatch
internal import Host

/// The lanes of a client: made when needed, lent to one request at a time, kept for the next.
final class LanePool: Sendable {
  enum Refusal: Error { case cancelled, timedOut, noHandle }

  private struct Waiter: Sendable {
    let ticket: Int
    let continuation: CheckedContinuation<Result<Lane, Refusal>, Never>
  }

  private struct State: Sendable {
    var idle: [(lane: Lane, origin: String)] = []
    var made = 0
    var waiters: [Waiter] = []
    var nextTicket = 0
    /// Tickets whose task was cancelled before it stood in line.
    var abandoned: Set<Int> = []

    mutating func takeIdle(for origin: String) -> Lane? {
      let index = idle.lastIndex { $0.origin == origin } ?? idle.indices.last
      return index.map { idle.remove(at: $0).lane }
    }
  }

  private let settings: HTTPConfiguration
  private let state = Locked(State())

  init(_ settings: HTTPConfiguration) {
    self.settings = settings
  }

  /// A lane for this origin, best one that was there before. First come, first served.
  func lane(for origin: String, within limit: Duration) async throws(Refusal) -> Lane {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        stand(in: Waiter(ticket: ticket, continuation: continuation), for: origin, within: limit)
      }
    } onCancel: {
      dismiss(ticket, .cancelled)
    }
    state.withLock { _ = $0.abandoned.remove(ticket) }
    return try result.get()
  }

  /// Takes a lane back and hands it to the one who has waited longest.
  func giveBack(_ lane: Lane, from origin: String) {
    let waiter = state.withLock { state -> Waiter? in
      guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
      state.idle.append((lane, origin))
      return nil
    }
    waiter?.continuation.resume(returning: .success(lane))
  }

  private func stand(in waiter: Waiter, for origin: String, within limit: Duration) {
    let answer = state.withLock { state -> Result<Lane, Refusal>? in
      guard !state.abandoned.contains(waiter.ticket) else { return .failure(.cancelled) }
      if let lane = state.takeIdle(for: origin) { return .success(lane) }
      guard state.made < settings.lanes else {
        state.waiters.append(waiter)
        return nil
      }
      guard let lane = Lane(settings, number: state.made) else { return .failure(.noHandle) }
      state.made += 1
      return .success(lane)
    }
    if let answer {
      waiter.continuation.resume(returning: answer)
    } else {
      let patience = DispatchTimeInterval.milliseconds(limit.milliseconds)
      DispatchQueue.global().asyncAfter(deadline: .now() + patience) { [weak self] in
        self?.dismiss(waiter.ticket, .timedOut)
      }
    }
  }

  /// Sends one who waits away. One who has a lane already keeps it.
  private func dismiss(_ ticket: Int, _ refusal: Refusal) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters.firstIndex(where: { $0.ticket == ticket }) else {
        if refusal == .cancelled { state.abandoned.insert(ticket) }
        return nil
      }
      return state.waiters.remove(at: index)
    }
    waiter?.continuation.resume(returning: .failure(refusal))
  }
}
