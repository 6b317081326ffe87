public import HTTP
public import Host
public import Model

/// All that looking for credentials may look at.
public struct CredentialsPlace: Sendable {
  public var environment: Environment
  public var clock: any WallClock
  /// For the services that hand out credentials.
  public var client: HTTPClient
  /// The connection's own choice of a profile.
  public var profile: String?

  public init(
    environment: Environment, clock: any WallClock, client: HTTPClient, profile: String? = nil
  ) {
    self.environment = environment
    self.clock = clock
    self.client = client
    self.profile = profile
  }

  /// The profile that counts, and whether somebody named it.
  var chosenProfile: (name: String, isNamed: Bool) {
    let named =
      profile ?? environment.nonEmpty("AWS_PROFILE")
      ?? environment.nonEmpty("AWS_DEFAULT_PROFILE")
    return (named ?? "default", named != nil)
  }

  /// The settings of both shared files.
  func profiles() async throws(CredentialsError) -> ProfileFile {
    let configuration = try await file("AWS_CONFIG_FILE", "config", isCredentials: false)
    return configuration.merged(
      with: try await file("AWS_SHARED_CREDENTIALS_FILE", "credentials", isCredentials: true))
  }

  private func file(
    _ variable: String, _ name: String, isCredentials: Bool
  ) async throws(CredentialsError) -> ProfileFile {
    let usual = environment.nonEmpty("HOME").map { $0 + "/.aws/" + name }
    guard let path = environment.nonEmpty(variable) ?? usual else { return ProfileFile() }
    guard let text = try await CredentialsPlace.text(path) else { return ProfileFile() }
    return ProfileFile(text, isCredentials: isCredentials)
  }

  /// Nil where there is no such file.
  static func text(_ path: String, limit: Int = 1 << 20) async throws(CredentialsError) -> String? {
    let lane = BlockingLane(label: "credentials")
    do {
      let bytes = try await lane.run { () throws(Files.ReadError) in
        try Files.read(path, limit: limit)
      }
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      switch error {
      case .system(let error) where error.isMissing: return nil
      case .system(let error):
        throw CredentialsError("\(error)", hints: ["check the permissions of the file"])
      case .tooLarge, .isFolder:
        throw CredentialsError("\(path) is no file of settings", hints: ["check its path"])
      }
    }
  }
}
