internal import Host

/// A role that is had for a token in a file, as pods of Kubernetes have it (IRSA).
struct WebIdentity: Sendable {
  private let place: CredentialsPlace

  init(_ place: CredentialsPlace) {
    self.place = place
  }

  func fromEnvironment() async throws(CredentialsError) -> FoundCredentials? {
    let environment = place.environment
    guard let file = environment.nonEmpty("AWS_WEB_IDENTITY_TOKEN_FILE"),
      let role = environment.nonEmpty("AWS_ROLE_ARN")
    else { return nil }
    return try await find(
      role: role, session: environment.nonEmpty("AWS_ROLE_SESSION_NAME"), tokenFile: file,
      from: "AWS_WEB_IDENTITY_TOKEN_FILE", region: nil)
  }

  /// The file is read each time: its token is replaced long before it expires.
  func find(
    role: String, session: String?, tokenFile: String, from source: String, region: String?
  ) async throws(CredentialsError) -> FoundCredentials {
    guard let text = try await CredentialsPlace.text(tokenFile) else {
      throw CredentialsError(
        "the web identity token \(tokenFile) is not there",
        hints: ["check the service account of the pod"])
    }
    let token = text.split(whereSeparator: \.isWhitespace).joined()
    let credentials = try await TokenService(place, region: region).assume(
      role, session: session, webIdentity: token)
    return FoundCredentials(credentials, from: "the web identity role \(role) (\(source))")
  }
}
