internal import Host
internal import Model
internal import Wire

/// Looks for credentials where AWS tools look, in their order, and takes the first that are there:
/// the environment, a web identity, the profile, the container's endpoint, the instance's role.
public struct CredentialsChain: Sendable {
  private let place: CredentialsPlace

  public init(_ place: CredentialsPlace) {
    self.place = place
  }

  public func find() async throws(CredentialsError) -> FoundCredentials {
    // A profile that the connection names is meant, whatever the environment says.
    if place.profile == nil, let found = try environment() { return found }
    if place.profile == nil, let found = try await WebIdentity(place).fromEnvironment() {
      return found
    }
    if let found = try await profile() { return found }
    if let found = try await ContainerCredentials(place).find() { return found }
    if let found = try await InstanceCredentials(place).find() { return found }
    throw .none
  }

  private func environment() throws(CredentialsError) -> FoundCredentials? {
    let environment = place.environment
    guard let key = environment.nonEmpty("AWS_ACCESS_KEY_ID") else { return nil }
    guard let secret = environment.nonEmpty("AWS_SECRET_ACCESS_KEY") else {
      throw CredentialsError(
        "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not", hints: ["set both, or none"])
    }
    return FoundCredentials(
      AWSCredentials(
        accessKey: key, secret: Secret(secret),
        token: environment.nonEmpty("AWS_SESSION_TOKEN").map { Secret($0) }),
      from: "the environment (AWS_ACCESS_KEY_ID)")
  }

  private func profile() async throws(CredentialsError) -> FoundCredentials? {
    let (name, isNamed) = place.chosenProfile
    let profiles = try await place.profiles()
    guard profiles.profiles[name] != nil else {
      guard isNamed else { return nil }
      throw CredentialsError(
        "there is no profile \"\(name)\" in the AWS configuration files",
        hints: [
          profiles.profiles.isEmpty
            ? "there is none at all; see ~/.aws/config"
            : "there are: " + profiles.profiles.keys.sorted().joined(separator: ", ")
        ])
    }
    return try await ProfileCredentials(place, profiles).find(name, isNamed: isNamed)
  }
}
