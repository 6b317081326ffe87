internal import Host
internal import Model
internal import Wire

/// Credentials that a program prints, as `credential_process` names it.
struct ProcessCredentials: Sendable {
  private let place: CredentialsPlace

  init(_ place: CredentialsPlace) {
    self.place = place
  }

  func run(_ command: String, profile: String) async throws(CredentialsError) -> FoundCredentials {
    let attempt = "the credential_process of profile \"\(profile)\""
    let words = ProcessCredentials.words(command)
    guard let program = words.first else { throw CredentialsError("\(attempt) is empty") }
    let output: ChildOutput
    do {
      output = try await ChildProcess(
        program, Array(words.dropFirst()), environment: place.environment.variables,
        limits: ChildLimits(deadline: .seconds(60), outputBytes: 1 << 20, errorBytes: 1 << 16)
      ).run()
    } catch {
      throw CredentialsError("\(attempt) could not be started", hints: ["run \(program) by hand"])
    }
    guard output.ending == .exited(0) else {
      // What it printed may hold a secret, so it is not repeated.
      throw CredentialsError(
        "\(attempt) failed (\(output.ending))", hints: ["run \(program) by hand"])
    }
    guard case .object(let object)? = try? JSONReader.value(output.output),
      let credentials = AWSCredentials(
        object, token: "SessionToken", expiration: "Expiration")
    else {
      throw CredentialsError(
        "\(attempt) printed something else than AccessKeyId and SecretAccessKey as JSON",
        hints: ["it has to print one object with \"Version\": 1"])
    }
    return FoundCredentials(credentials, from: attempt)
  }

  /// Words between white space; quotes keep it together.
  static func words(_ command: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in command {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}

extension AWSCredentials {
  /// Reads the object in which programs and endpoints hand out credentials.
  init?(_ object: PayloadObject, token: String, expiration: String) {
    guard case .string(let key) = object["AccessKeyId"],
      case .string(let secret) = object["SecretAccessKey"]
    else { return nil }
    self.init(accessKey: key, secret: Secret(secret))
    if case .string(let text) = object[token] { self.token = Secret(text) }
    if case .string(let text) = object[expiration] { expiresAt = Instant(lenient: text) }
  }
}
