internal import HTTP
internal import Host
internal import Model
internal import Wire

/// The endpoint inside a container of ECS, or a pod of EKS, that hands out its role's credentials.
struct ContainerCredentials: Sendable {
  private let place: CredentialsPlace

  init(_ place: CredentialsPlace) {
    self.place = place
  }

  func find() async throws(CredentialsError) -> FoundCredentials? {
    guard let url = try url() else { return nil }
    let attempt = "the container's credentials endpoint"
    var headers = HTTPHeaders()
    if let token = try await token() { headers.add("Authorization", token) }
    let response: HTTPResponse
    do {
      response = try await place.client.send(
        HTTPRequest(
          .get, url, headers: headers, version: .http1, deadline: .seconds(5),
          limits: ResponseLimits(bodyBytes: 1 << 20)))
    } catch {
      throw CredentialsError("cannot ask \(attempt): \(error)")
    }
    guard response.status == 200, case .object(let object)? = try? JSONReader.value(response.body),
      let credentials = AWSCredentials(object, token: "Token", expiration: "Expiration")
    else {
      throw CredentialsError(
        "\(attempt) gave no credentials (HTTP \(response.status))",
        hints: ["check the role of the task or pod"])
    }
    return FoundCredentials(credentials, from: attempt)
  }

  private func url() throws(CredentialsError) -> String? {
    let environment = place.environment
    if let path = environment.nonEmpty("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      return "http://169.254.170.2" + path
    }
    guard let url = environment.nonEmpty("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
    // Over plain HTTP only hosts that cannot be reached from elsewhere may be asked.
    let hosts = ["127.0.0.1", "localhost", "[::1]", "169.254.170.2", "169.254.170.23"]
    let host = Origin(url)?.hostName ?? ""
    guard url.hasPrefix("https://") || hosts.contains(host) || host == "[fd00:ec2::23]" else {
      throw CredentialsError(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI names a host that is not the container's own, without TLS",
        hints: ["use https"])
    }
    return url
  }

  private func token() async throws(CredentialsError) -> String? {
    if let file = place.environment.nonEmpty("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
      return try await CredentialsPlace.text(file)?.split(whereSeparator: \.isNewline).first
        .map(String.init)
    }
    return place.environment.nonEmpty("AWS_CONTAINER_AUTHORIZATION_TOKEN")
  }
}
