import Foundation

/// A private authority and certificates from it, made by the openssl command in a temporary folder.
public final class Authority: Sendable {
  public let folder: String
  public var file: String { "\(folder)/ca.pem" }

  private init() throws {
    folder = NSTemporaryDirectory() + "plumb-tls-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  public static func make() async throws -> Authority {
    let authority = try Authority()
    try await authority.openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "2", "-subj", "/CN=Test Authority", "-keyout", "ca.key", "-out", "ca.pem")
    return authority
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// A certificate for an address, as paths of the certificate and its key.
  public func certificate(
    _ name: String, for address: String = "IP:127.0.0.1", days: Int = 2
  ) async throws -> [String] {
    try Data("subjectAltName=\(address)\n".utf8)
      .write(to: URL(filePath: "\(folder)/\(name).ext"))
    try await openssl(
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
      "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).csr")
    try await openssl(
      "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key",
      "-CAcreateserial", "-days", "\(days)", "-extfile", "\(name).ext", "-out", "\(name).pem")
    return ["\(folder)/\(name).pem", "\(folder)/\(name).key"]
  }

  /// Words that name a file are taken to be in the folder.
  private func openssl(_ arguments: String...) async throws {
    let endings = [".pem", ".key", ".csr", ".ext"]
    let words = arguments.map { word in
      endings.contains { word.hasSuffix($0) } ? "\(folder)/\(word)" : word
    }
    let status = try await Peer.run(["openssl"] + words)
    guard status == 0 else {
      throw Peer.StartError(description: "openssl \(words.joined(separator: " "))")
    }
  }
}
