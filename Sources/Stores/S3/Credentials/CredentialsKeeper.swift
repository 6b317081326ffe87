internal import Host
internal import Model
internal import Wire

/// Holds credentials and replaces them before they expire.
public final class CredentialsKeeper: Sendable {
  private struct State: Sendable {
    var found: FoundCredentials?
    var search: Task<FoundCredentials, any Error>?
  }

  private let chain: CredentialsChain
  private let clock: any WallClock
  private let state = Locked(State())
  /// Requests on their way must arrive before the old ones end.
  private static let margin: Int64 = 300

  public init(_ place: CredentialsPlace) {
    chain = CredentialsChain(place)
    clock = place.clock
  }

  public func current() async throws -> FoundCredentials {
    let now = Instant(rfc3339: clock.now())
    let chain = chain
    let search = state.withLock { state -> Task<FoundCredentials, any Error>? in
      if let found = state.found, !CredentialsKeeper.expires(found, now) { return nil }
      if let search = state.search { return search }
      let search = Task { try await chain.find() }
      state.search = search
      return search
    }
    guard let search else { return try held() }
    let result = await search.result
    state.withLock { state in
      state.search = nil
      if case .success(let found) = result { state.found = found }
    }
    return try result.get()
  }

  /// The server says that they have expired, whatever they say of themselves.
  public func forget() {
    state.withLock { $0.found = nil }
  }

  private func held() throws -> FoundCredentials {
    guard let found = state.withLock({ $0.found }) else { throw CredentialsError.none }
    return found
  }

  private static func expires(_ found: FoundCredentials, _ now: Instant?) -> Bool {
    guard let end = found.credentials.expiresAt, let now else { return false }
    return end.seconds - now.seconds < margin
  }
}
