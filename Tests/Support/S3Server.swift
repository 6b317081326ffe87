import Foundation
import Host

/// A real server of S3 that runs beside a test, on an ephemeral port, with an empty bucket `lake`.
public struct S3Server: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Has conditional writes, users and roles.
    case moto
    /// Another implementation of everything else.
    case rclone
  }

  public let peer: Peer
  public let kind: Kind
  private let isSecure: Bool

  /// With a certificate and its key the server speaks TLS.
  public static func start(_ kind: Kind, certificate: [String] = []) async throws -> S3Server {
    let peer = try await Peer.start("s3_\(kind.rawValue).py", certificate)
    return S3Server(peer: peer, kind: kind, isSecure: !certificate.isEmpty)
  }

  public var endpoint: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(peer.port)" }
  public var key: String { peer.announcement["key"] ?? "" }
  public var secret: String { peer.announcement["secret"] ?? "" }

  /// What a user of AWS tools would have set.
  public var environment: [String: String] {
    [
      "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
      "AWS_EC2_METADATA_DISABLED": "true",
    ]
  }
}

/// A proxy before a server that loses, cuts and falsifies as it is told.
public struct ChaosProxy: Sendable {
  public let peer: Peer

  public struct Counts: Sendable {
    public var requests = 0
    public var bytes = 0
    public var faults = 0
    public var upload = 0
  }

  public static func start(before port: Int) async throws -> ChaosProxy {
    ChaosProxy(peer: try await Peer.start("s3_chaos.py", [String(port)]))
  }

  public var endpoint: String { "http://127.0.0.1:\(peer.port)" }

  /// Every so many requests fall to the fault; counting starts anew.
  public func behave(_ fault: String = "", every: Int = 0, seed: Int = 1) async throws {
    let wish = "{\"every\":\(every),\"fault\":\"\(fault)\",\"seed\":\(seed)}"
    _ = try await talk("PUT", body: wish)
  }

  public func counts() async throws -> Counts {
    let object = try await talk("GET", body: nil)
    return Counts(
      requests: object["requests"] as? Int ?? 0, bytes: object["bytes"] as? Int ?? 0,
      faults: object["faults"] as? Int ?? 0, upload: object["upload"] as? Int ?? 0)
  }

  private func talk(_ method: String, body: String?) async throws -> [String: Any] {
    let script = """
      import json, sys, urllib.request
      body = sys.argv[3].encode() if len(sys.argv) > 3 else None
      request = urllib.request.Request(sys.argv[1], data=body, method=sys.argv[2])
      print(urllib.request.urlopen(request, timeout=30).read().decode())
      """
    let child = ChildProcess(
      Peer.python, ["-c", script, "\(endpoint)/__chaos", method] + (body.map { [$0] } ?? []),
      environment: GitFixture.searchPath, limits: ChildLimits(deadline: .seconds(60)))
    let output = try await child.run()
    let object = try JSONSerialization.jsonObject(with: Data(output.output))
    return object as? [String: Any] ?? [:]
  }
}
