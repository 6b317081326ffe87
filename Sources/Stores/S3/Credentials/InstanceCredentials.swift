internal import HTTP
internal import Host
internal import Model
internal import Wire

/// The role of an EC2 instance, from its metadata service, version 2: a token first, so that nobody
/// can be made to fetch credentials by a forged request.
struct InstanceCredentials: Sendable {
  private let place: CredentialsPlace
  private static let path = "/latest/meta-data/iam/security-credentials/"

  init(_ place: CredentialsPlace) {
    self.place = place
  }

  /// Nil where there is no such service, which is the rule outside of EC2.
  func find() async throws(CredentialsError) -> FoundCredentials? {
    guard place.environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" else { return nil }
    guard
      let token = try? await send(
        .put, "/latest/api/token", ["X-aws-ec2-metadata-token-ttl-seconds": "21600"]),
      token.status == 200
    else { return nil }
    let proof: HTTPHeaders = [
      "X-aws-ec2-metadata-token": String(decoding: token.body, as: UTF8.self)
    ]
    let attempt = "the instance's metadata service"
    do {
      let roles = try await send(.get, InstanceCredentials.path, proof)
      let names = String(decoding: roles.body, as: UTF8.self).split(whereSeparator: \.isNewline)
      guard roles.status == 200, let role = names.first else { return nil }
      let answer = try await send(.get, InstanceCredentials.path + role, proof)
      guard answer.status == 200, case .object(let object)? = try? JSONReader.value(answer.body),
        let credentials = AWSCredentials(object, token: "Token", expiration: "Expiration")
      else {
        throw CredentialsError("\(attempt) gave no credentials for the role \(role)")
      }
      return FoundCredentials(credentials, from: "\(attempt) (role \(role))")
    } catch let error as CredentialsError {
      throw error
    } catch {
      throw CredentialsError("cannot ask \(attempt): \(error)")
    }
  }

  private func send(
    _ method: HTTPMethod, _ path: String, _ headers: HTTPHeaders
  ) async throws -> HTTPResponse {
    let endpoint =
      place.environment.nonEmpty("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254"
    let root = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    return try await place.client.send(
      HTTPRequest(
        method, root + path, headers: headers, version: .http1, deadline: .seconds(2),
        limits: ResponseLimits(bodyBytes: 1 << 20)))
  }
}
