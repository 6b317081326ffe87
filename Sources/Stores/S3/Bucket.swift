internal import HTTP
public import Host
public import Model
internal import Wire

/// One bucket, spoken to by whoever has the credentials.
public final class Bucket: Sendable {
  struct State: Sendable {
    var region: String?
    /// How far the server's clock is ahead of ours, in seconds.
    var skew: Int64 = 0
    var received: UInt64 = 0
  }

  public let connection: S3Connection
  public let credentials: CredentialsKeeper
  private let place: CredentialsPlace
  private let address: S3Address
  private let client: HTTPClient
  private let backoff: Backoff
  /// How long nothing may move while something is read. Servers think longer about what they are given.
  private let patience: Duration
  private let state = Locked(State())

  /// How many requests run at once.
  public static let lanes = 16

  public convenience init(
    _ connection: S3Connection, environment: Environment, clock: any WallClock
  ) throws(S3Error) {
    try self.init(connection, environment: environment, clock: clock, backoff: Backoff())
  }

  init(
    _ connection: S3Connection, environment: Environment, clock: any WallClock, backoff: Backoff,
    patience: Duration = .seconds(20)
  ) throws(S3Error) {
    let endpoint = connection.endpoint ?? Bucket.endpoint(environment)
    let origin = endpoint.flatMap { Origin($0) }
    guard endpoint == nil || origin != nil else {
      throw S3Error(
        .badAddress, "reach bucket \(connection.bucket)", "its endpoint is no http or https URL")
    }
    self.connection = connection
    self.backoff = backoff
    self.patience = patience
    address = S3Address(
      bucket: connection.bucket, endpoint: origin, pathStyle: connection.pathStyle)
    let authorities = connection.ca ?? environment.nonEmpty("AWS_CA_BUNDLE")
    client = HTTPClient(
      HTTPConfiguration(
        lanes: Bucket.lanes, tls: TLSOptions(authorities: authorities),
        proxy: .environment(environment.variables)))
    place = CredentialsPlace(
      environment: environment, clock: clock, client: client, profile: connection.profile)
    credentials = CredentialsKeeper(place)
  }

  private static func endpoint(_ environment: Environment) -> String? {
    guard environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true" else {
      return nil
    }
    return environment.nonEmpty("AWS_ENDPOINT_URL_S3") ?? environment.nonEmpty("AWS_ENDPOINT_URL")
  }

  /// How many bytes of bodies came over the wire so far.
  public var receivedBytes: UInt64 { state.withLock { $0.received } }

  /// For people; the key as it is.
  public func name(of key: String) -> String { "s3://\(connection.bucket)/\(key)" }

  /// Sends a call until it is answered, or until more tries make no sense.
  func send(_ call: S3Call) async throws(S3Error) -> HTTPResponse {
    let start = ContinuousClock.now
    var mended: Set<Mending> = []
    var attempt = 0
    while true {
      let left = call.deadline - (ContinuousClock.now - start)
      let failure: CallFailure
      switch try await once(call, within: left) {
      case .success(let response): return response
      case .failure(let found): failure = found
      }
      if let mending = failure.mending, mended.insert(mending).inserted {
        try await mend(mending, failure, call)
        continue
      }
      attempt += 1
      let delay = max(failure.wait ?? .zero, backoff.delay(after: attempt))
      guard failure.mayRepeat, attempt < backoff.tries, delay < left else {
        throw attempt > 1 && failure.mayRepeat ? failure.error.after(attempt) : failure.error
      }
      do { try await backoff.sleep(delay) } catch {
        throw S3Error(.cancelled, call.attempt, "cancelled")
      }
    }
  }

  private func once(
    _ call: S3Call, within left: Duration
  ) async throws(S3Error) -> Result<HTTPResponse, CallFailure> {
    let request = try await request(call, within: left)
    let reception = call.part.map { PartReception(call, $0) }
    let response: HTTPResponse
    do throws(HTTPError) {
      if let reception {
        response = try await reception.carryOut(request, by: client)
      } else {
        response = try await client.send(request)
      }
    } catch {
      if let fault = reception?.fault { return .failure(CallFailure(fault)) }
      return .failure(CallFailure(error, call.attempt))
    }
    state.withLock { $0.received += UInt64(reception?.count ?? response.body.count) }
    guard call.accepted.contains(response.status) else {
      return .failure(CallFailure(response, call.attempt))
    }
    if let error = reception?.fault ?? call.check(response) {
      return .failure(CallFailure(error))
    }
    return .success(response)
  }

  private func request(_ call: S3Call, within left: Duration) async throws(S3Error) -> HTTPRequest {
    let region = try await region(call)
    let place = address.place(of: call.key, region: region)
    var request = SigningRequest(
      method: call.method.name, path: place.path, query: call.query,
      headers: [(name: "Host", value: place.host)] + call.headers,
      payload: call.digest.map { .digest($0) } ?? .bytes(call.body))
    if !connection.anonymous {
      let found = try await found(call)
      let now = Instant(rfc3339: self.place.clock.now()) ?? Instant(seconds: 0)
      let skew = state.withLock { $0.skew }
      request = Signer(credentials: found.credentials, region: region, service: "s3").signed(
        request, at: Instant(seconds: now.seconds + skew))
    }
    let query = request.canonicalQuery
    return HTTPRequest(
      call.method, place.root + request.canonicalPath + (query.isEmpty ? "" : "?\(query)"),
      headers: HTTPHeaders(
        request.headers.filter { $0.name != "Host" }.map { HTTPHeaders.Field($0.name, $0.value) }),
      body: call.body.isEmpty ? .none : .bytes(call.body), version: .http1,
      deadline: min(left, .seconds(120)),
      stall: StallLimit(window: call.method == .get ? patience : patience * 3),
      limits: ResponseLimits(bodyBytes: call.limit))
  }

  private func found(_ call: S3Call) async throws(S3Error) -> FoundCredentials {
    do { return try await credentials.current() } catch {
      let error = error as? CredentialsError ?? CredentialsError.none
      throw S3Error(.noCredentials, call.attempt, error.message, hints: error.hints)
    }
  }

  /// As the connection, the environment, the profile or the server says.
  private func region(_ call: S3Call) async throws(S3Error) -> String {
    if let known = state.withLock({ $0.region }) { return known }
    let environment = place.environment
    var region =
      connection.region ?? environment.nonEmpty("AWS_REGION")
      ?? environment.nonEmpty("AWS_DEFAULT_REGION")
    if region == nil {
      do throws(CredentialsError) {
        region = try await place.profiles().profiles[place.chosenProfile.name]?["region"]
      } catch {
        throw S3Error(.noCredentials, call.attempt, error.message, hints: error.hints)
      }
    }
    let chosen = region ?? "us-east-1"
    return state.withLock { state in
      let region = state.region ?? chosen
      state.region = region
      return region
    }
  }

  private func mend(
    _ mending: Mending, _ failure: CallFailure, _ call: S3Call
  ) async throws(S3Error) {
    switch mending {
    case .region(let region): state.withLock { $0.region = region }
    case .credentials: credentials.forget()
    case .clock:
      guard let server = failure.serverTime, let now = Instant(rfc3339: place.clock.now()) else {
        throw failure.error
      }
      state.withLock { $0.skew = server - now.seconds }
    }
  }
}
