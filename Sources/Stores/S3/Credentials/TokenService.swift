internal import HTTP
internal import Host
internal import Model
internal import Wire

/// The service that trades one proof for credentials of a role (STS).
struct TokenService: Sendable {
  private let place: CredentialsPlace
  private let region: String?

  init(_ place: CredentialsPlace, region: String?) {
    self.place = place
    self.region =
      region ?? place.environment.nonEmpty("AWS_REGION")
      ?? place.environment.nonEmpty("AWS_DEFAULT_REGION")
  }

  func assume(
    _ role: String, session: String?, externalID: String?, seconds: Int?,
    with credentials: AWSCredentials
  ) async throws(CredentialsError) -> AWSCredentials {
    var fields = [
      ("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", role),
      ("RoleSessionName", session ?? "plumb"), ("DurationSeconds", String(seconds ?? 3600)),
    ]
    if let externalID { fields.append(("ExternalId", externalID)) }
    return try await ask(fields, to: "assume the role \(role)", signedBy: credentials)
  }

  func assume(
    _ role: String, session: String?, webIdentity token: String
  ) async throws(CredentialsError) -> AWSCredentials {
    let fields = [
      ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", role),
      ("RoleSessionName", session ?? "plumb"), ("WebIdentityToken", token),
    ]
    return try await ask(fields, to: "assume the role \(role) with a web identity", signedBy: nil)
  }

  private var endpoint: String {
    if let own = place.environment.nonEmpty("AWS_ENDPOINT_URL_STS")
      ?? place.environment.nonEmpty("AWS_ENDPOINT_URL")
    {
      return own
    }
    guard let region else { return "https://sts.amazonaws.com" }
    return "https://sts.\(region).\(S3Address.domain(of: region))"
  }

  private func ask(
    _ fields: [(String, String)], to attempt: String, signedBy credentials: AWSCredentials?
  ) async throws(CredentialsError) -> AWSCredentials {
    let body = Array(
      fields.map { "\($0)=\(URIEncoding.encoded($1))" }.joined(separator: "&").utf8)
    guard let address = Origin(endpoint) else {
      throw CredentialsError(
        "cannot \(attempt): the address of the token service is no URL",
        hints: ["correct AWS_ENDPOINT_URL_STS"])
    }
    let response: HTTPResponse
    do {
      response = try await place.client.send(
        request(address, body, credentials, skew: 0))
    } catch {
      throw CredentialsError("cannot \(attempt): \(error)")
    }
    return try read(response, attempt)
  }

  private func request(
    _ address: Origin, _ body: [UInt8], _ credentials: AWSCredentials?, skew: Int64
  ) -> HTTPRequest {
    var request = SigningRequest(
      method: "POST", path: address.path.isEmpty ? "/" : address.path, query: [],
      headers: [
        ("Host", address.host), ("Content-Type", "application/x-www-form-urlencoded"),
      ],
      payload: .bytes(body))
    if let credentials, let now = Instant(rfc3339: place.clock.now()) {
      request = Signer(
        credentials: credentials, region: region ?? "us-east-1", service: "sts",
        announcesPayload: false
      ).signed(request, at: now)
    }
    return HTTPRequest(
      .post, address.root + (address.path.isEmpty ? "/" : address.path),
      headers: HTTPHeaders(
        request.headers.filter { $0.name != "Host" }.map { HTTPHeaders.Field($0.name, $0.value) }),
      body: .bytes(body), version: .http1, deadline: .seconds(30),
      limits: ResponseLimits(bodyBytes: 1 << 20))
  }

  private func read(
    _ response: HTTPResponse, _ attempt: String
  ) throws(CredentialsError) -> AWSCredentials {
    let document = XMLElement.read(response.body)
    guard response.status == 200 else {
      let code = document?.descendant("Code")?.text ?? "HTTP \(response.status)"
      throw CredentialsError(
        "cannot \(attempt): the token service says \(code)",
        hints: ["check the role's trust policy, and who asks"])
    }
    guard let found = document?.descendant("Credentials"),
      let key = found.child("AccessKeyId")?.text, let secret = found.child("SecretAccessKey")?.text,
      let token = found.child("SessionToken")?.text
    else { throw CredentialsError("cannot \(attempt): the answer holds no credentials") }
    return AWSCredentials(
      accessKey: key, secret: Secret(secret), token: Secret(token),
      expiresAt: found.child("Expiration").flatMap { Instant(lenient: $0.text) })
  }
}
