internal import Host
internal import Model
internal import Wire

/// What one profile leads to: keys, a role of another profile, a web identity, or a program.
struct ProfileCredentials: Sendable {
  private let place: CredentialsPlace
  private let profiles: ProfileFile
  /// More roles that assume roles than this are a loop or a mistake.
  private static let depth = 8

  init(_ place: CredentialsPlace, _ profiles: ProfileFile) {
    self.place = place
    self.profiles = profiles
  }

  /// Nil where the profile says nothing about credentials and nobody named it.
  func find(
    _ name: String, isNamed: Bool, seen: [String] = []
  ) async throws(CredentialsError) -> FoundCredentials? {
    guard let settings = profiles.profiles[name] else {
      throw CredentialsError("there is no profile \"\(name)\" in the AWS configuration files")
    }
    guard seen.count < ProfileCredentials.depth else {
      throw CredentialsError(
        "the profiles \((seen + [name]).joined(separator: ", ")) assume each other's roles",
        hints: ["correct their source_profile"])
    }
    if let role = settings["role_arn"] {
      // A profile may be its own source: its keys then assume its role.
      if !(seen.last == name) { return try await assumed(role, name, settings, seen: seen) }
    }
    if let found = try keys(name, settings) { return found }
    if let command = settings["credential_process"] {
      return try await ProcessCredentials(place).run(command, profile: name)
    }
    guard !isNamed else {
      throw CredentialsError(
        "the profile \"\(name)\" holds no credentials that are understood",
        hints: ["it needs keys, role_arn, web_identity_token_file or credential_process"])
    }
    return nil
  }

  private func keys(
    _ name: String, _ settings: [String: String]
  ) throws(CredentialsError) -> FoundCredentials? {
    guard let key = settings["aws_access_key_id"] else { return nil }
    guard let secret = settings["aws_secret_access_key"] else {
      throw CredentialsError(
        "the profile \"\(name)\" has an aws_access_key_id and no aws_secret_access_key",
        hints: ["add it to the credentials file"])
    }
    return FoundCredentials(
      AWSCredentials(
        accessKey: key, secret: Secret(secret),
        token: settings["aws_session_token"].map { Secret($0) }),
      from: "profile \"\(name)\"")
  }

  private func assumed(
    _ role: String, _ name: String, _ settings: [String: String], seen: [String]
  ) async throws(CredentialsError) -> FoundCredentials {
    if let file = settings["web_identity_token_file"] {
      return try await WebIdentity(place).find(
        role: role, session: settings["role_session_name"], tokenFile: file,
        from: "profile \"\(name)\"", region: settings["region"])
    }
    let source = try await source(name, settings, seen: seen)
    let credentials = try await TokenService(place, region: settings["region"]).assume(
      role, session: settings["role_session_name"], externalID: settings["external_id"],
      seconds: settings["duration_seconds"].flatMap { Int($0) }, with: source.credentials)
    return FoundCredentials(
      credentials, from: "the role \(role) of profile \"\(name)\", by \(source.source)")
  }

  private func source(
    _ name: String, _ settings: [String: String], seen: [String]
  ) async throws(CredentialsError) -> FoundCredentials {
    if let source = settings["source_profile"] {
      guard let found = try await find(source, isNamed: true, seen: seen + [name]) else {
        throw .none
      }
      return found
    }
    switch settings["credential_source"] {
    case "Environment":
      guard let key = place.environment.nonEmpty("AWS_ACCESS_KEY_ID"),
        let secret = place.environment.nonEmpty("AWS_SECRET_ACCESS_KEY")
      else { throw .none }
      return FoundCredentials(
        AWSCredentials(
          accessKey: key, secret: Secret(secret),
          token: place.environment.nonEmpty("AWS_SESSION_TOKEN").map { Secret($0) }),
        from: "the environment")
    case "EcsContainer":
      if let found = try await ContainerCredentials(place).find() { return found }
      throw .none
    case "Ec2InstanceMetadata":
      if let found = try await InstanceCredentials(place).find() { return found }
      throw .none
    default:
      throw CredentialsError(
        "the profile \"\(name)\" has a role_arn and says not who assumes it",
        hints: ["add source_profile or credential_source to it"])
    }
  }
}
