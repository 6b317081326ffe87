import HTTP
import Host
import Model
import TestSupport
import Testing
import Wire

@testable import S3

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `Credentials are found as AWS tools find them` {
  private let scratch = StoreScratch()

  private func chain(
    _ variables: [String: String], profile: String? = nil
  ) -> CredentialsChain {
    let base = ["HOME": scratch.path, "AWS_EC2_METADATA_DISABLED": "true", "PATH": "/usr/bin:/bin"]
    return CredentialsChain(
      CredentialsPlace(
        environment: Environment(base.merging(variables) { $1 }), clock: SystemClock(),
        client: HTTPClient(), profile: profile))
  }

  private func message(_ chain: CredentialsChain) async -> String {
    do {
      return "found in " + (try await chain.find().source)
    } catch {
      return error.message
    }
  }

  @Test func `in the environment first`() async throws {
    scratch.write(".aws/credentials", "[default]\naws_access_key_id=P\naws_secret_access_key=p\n")
    let found = try await chain([
      "AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "e", "AWS_SESSION_TOKEN": "t",
    ]).find()
    #expect(found.credentials.accessKey == "E")
    #expect(found.credentials.token?.reveal() == "t")
    #expect(found.source == "the environment (AWS_ACCESS_KEY_ID)")
    #expect(
      await message(chain(["AWS_ACCESS_KEY_ID": "E"]))
        == "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not")
    let own = chain(["AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "e"], profile: "default")
    #expect(try await own.find().credentials.accessKey == "P")
  }

  @Test func `in profiles of both files`() async throws {
    scratch.write(
      ".aws/config",
      """
      # a comment
      [default]
      region = eu-west-1
      s3 =
        addressing_style = path
      [profile search]
      aws_access_key_id = CONFIG ; a comment
      aws_secret_access_key = from#config
      [profile "two words"]
      aws_access_key_id=TWO
      aws_secret_access_key=2
      [ignored]
      aws_access_key_id=NO
      """)
    scratch.write(".aws/credentials", "[search]\naws_access_key_id = CREDENTIALS\n")
    let found = try await chain(["AWS_PROFILE": "search"]).find()
    #expect(found.credentials.accessKey == "CREDENTIALS")
    #expect(found.credentials.secret.reveal() == "from#config")
    #expect(found.source == "profile \"search\"")
    #expect(try await chain([:], profile: "two words").find().credentials.accessKey == "TWO")
    #expect(
      await message(chain(["AWS_PROFILE": "ignored"]))
        == "there is no profile \"ignored\" in the AWS configuration files")
    #expect(await message(chain([:])) == CredentialsError.none.message)
  }

  @Test func `from a program, which may fail without a secret being told`() async throws {
    scratch.write(
      ".aws/config",
      """
      [profile bad]
      credential_process = sh -c 'echo my-secret; exit 3'
      [profile odd]
      credential_process = echo my-secret
      """)
    scratch.write(
      "print",
      "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"PROC\",\"SecretAccessKey\":\"s\"}'\n")
    scratch.write(".aws/credentials", "[script]\ncredential_process = sh \(scratch.path)/print\n")
    let found = try await chain([:], profile: "script").find()
    #expect(found.credentials.accessKey == "PROC")
    #expect(found.source == "the credential_process of profile \"script\"")
    for profile in ["bad", "odd"] {
      let text = await message(chain([:], profile: profile))
      #expect(text.hasPrefix("the credential_process of profile \"\(profile)\" "))
      #expect(!text.contains("my-secret"))
    }
  }

  @Test func `for roles, by a real token service, also by chains of them`() async throws {
    let server = try await S3Server.start(.moto)
    defer { server.peer.stop() }
    let role = server.peer.announcement["role"] ?? ""
    scratch.write(
      ".aws/config",
      """
      [profile user]
      aws_access_key_id = \(server.key)
      aws_secret_access_key = \(server.secret)
      [profile reader]
      role_arn = \(role)
      source_profile = user
      role_session_name = test
      [profile again]
      role_arn = \(role)
      source_profile = reader
      [profile round]
      role_arn = \(role)
      source_profile = trip
      [profile trip]
      role_arn = \(role)
      source_profile = round
      [profile alone]
      role_arn = \(role)
      [profile web]
      role_arn = \(role)
      web_identity_token_file = \(scratch.path)/token
      """)
    scratch.write("token", "header.body.signature\n")
    let sts = ["AWS_ENDPOINT_URL_STS": server.endpoint, "AWS_REGION": "us-east-1"]
    let found = try await chain(sts, profile: "reader").find()
    #expect(found.credentials.token != nil && found.credentials.expiresAt != nil)
    #expect(found.source == "the role \(role) of profile \"reader\", by profile \"user\"")
    let chained = try await chain(sts, profile: "again").find()
    #expect(chained.credentials.accessKey != found.credentials.accessKey)
    #expect(await message(chain(sts, profile: "round")).contains("assume each other's roles"))
    #expect(await message(chain(sts, profile: "alone")).contains("says not who assumes it"))

    // What a role got opens the bucket.
    for profile in ["again", "web"] {
      let bucket = try Bucket(
        S3Connection(bucket: "lake", endpoint: server.endpoint, profile: profile),
        environment: Environment(sts.merging(["HOME": scratch.path]) { $1 }), clock: SystemClock())
      try await bucket.put("by-\(profile)", [1])
      #expect(try await bucket.head("by-\(profile)")?.size == 1)
    }
  }

  @Test func `for a web identity, as pods have one, with no key of one's own`() async throws {
    let server = try await S3Server.start(.moto)
    defer { server.peer.stop() }
    let role = server.peer.announcement["role"] ?? ""
    let pod = [
      "HOME": scratch.path, "AWS_ENDPOINT_URL_STS": server.endpoint, "AWS_REGION": "us-east-1",
      "AWS_ROLE_ARN": role, "AWS_WEB_IDENTITY_TOKEN_FILE": scratch.path + "/pod-token",
      "AWS_EC2_METADATA_DISABLED": "true",
    ]
    #expect(
      await message(chain(pod)) == "the web identity token \(scratch.path)/pod-token is not there")
    scratch.write("pod-token", "header.body.signature\n")
    let found = try await chain(pod).find()
    #expect(found.credentials.token != nil && found.credentials.expiresAt != nil)
    #expect(found.source == "the web identity role \(role) (AWS_WEB_IDENTITY_TOKEN_FILE)")
    let bucket = try Bucket(
      S3Connection(bucket: "lake", endpoint: server.endpoint), environment: Environment(pod),
      clock: SystemClock())
    try await bucket.put("by-pod", [1, 2])
    #expect(try await bucket.get("by-pod", limit: 10)?.bytes == [1, 2])

    scratch.write("pod-token", "forged.body.signature\n")
    let text = await message(chain(pod))
    #expect(text.hasPrefix("cannot assume the role \(role) with a web identity: "))
    #expect(!text.contains("forged"))
  }

  @Test func `from a container and from an instance, with their proofs`() async throws {
    let peer = try await Peer.start("s3_moods.py")
    defer { peer.stop() }
    let root = "http://127.0.0.1:\(peer.port)"
    let container = [
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": root + "/container",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer pod",
    ]
    let found = try await chain(container).find()
    #expect(found.credentials.accessKey == "KEY1")
    #expect(found.source == "the container's credentials endpoint")
    let instance = [
      "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": root + "/",
    ]
    let role = try await chain(instance).find()
    #expect(role.credentials.accessKey == "KEY2")
    #expect(role.source == "the instance's metadata service (role reader)")
    #expect(
      await message(chain(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.org/x"]))
        .hasPrefix("AWS_CONTAINER_CREDENTIALS_FULL_URI names a host"))
  }

  @Test func `are replaced before they expire, and asked for once`() async throws {
    let peer = try await Peer.start("s3_moods.py")
    defer { peer.stop() }
    let keeper = CredentialsKeeper(
      CredentialsPlace(
        environment: Environment([
          "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(peer.port)"
        ]), clock: SystemClock(), client: HTTPClient()))
    // The first ones have a minute left, which is less than a request may take.
    #expect(try await keeper.current().credentials.accessKey == "KEY1")
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try await keeper.current().credentials.accessKey } }
      for try await key in group { #expect(key == "KEY2") }
    }
    #expect(try await keeper.current().credentials.accessKey == "KEY2")
  }
}

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `A client puts right what it can` {
  private func bucket(_ peer: Peer, _ more: [String: String] = [:]) throws -> Bucket {
    let keys = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s"]
    return try Bucket(
      S3Connection(bucket: "lake", endpoint: "http://127.0.0.1:\(peer.port)"),
      environment: Environment(more.isEmpty ? keys : more), clock: SystemClock(), backoff: .quick)
  }

  @Test(arguments: ["redirect", "skew"])
  func `a bucket elsewhere, a clock that is wrong`(mood: String) async throws {
    let peer = try await Peer.start("s3_moods.py")
    defer { peer.stop() }
    let found = try await bucket(peer).get(mood, limit: 100)
    #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == "fine")
  }

  @Test func `a token that has expired, where there is another one`() async throws {
    let peer = try await Peer.start("s3_moods.py")
    defer { peer.stop() }
    let instance = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(peer.port)"]
    let bucket = try bucket(peer, instance)
    #expect(try await bucket.get("expired", limit: 100)?.etag == "\"1\"")
    let error = await #expect(throws: S3Error.self) {
      try await self.bucket(peer).get("expired", limit: 100)
    }
    #expect(error?.code == .expired)
    #expect(error?.hints == ["renew the session, then run again"])
  }

  @Test(arguments: S3Server.Kind.allCases)
  func `speaks TLS with an authority of one's own`(kind: S3Server.Kind) async throws {
    let authority = try await Authority.make()
    let lake = try await Lake.start(
      kind, certificate: try await authority.certificate("server"))
    defer { lake.stop() }
    let bucket = try lake.bucket { $0.ca = authority.file }
    let tag = try await bucket.put("a b+c", [1, 2, 3])
    #expect(try await bucket.read("a b+c", 1..<3, of: 3, tag: tag).bytes == [2, 3])
    let error = await #expect(throws: S3Error.self) {
      try await lake.bucket().get("a b+c", limit: 10)
    }
    #expect(error?.code == .unreachable)
  }
}
