import Host
import Model
import TestSupport
import Testing

@testable import Qdrant

@Suite(.serialized, .timeLimit(.minutes(15))) struct `A server with TLS` {
  /// An authority and a certificate of its for this machine, in a folder of the test.
  private func certificate(in folder: String) async throws -> (ca: String, own: [String]) {
    let script = """
      cd '\(folder)' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
      -days 2 -subj '/CN=Test Authority' -keyout ca.key -out ca.pem &&
      printf 'subjectAltName=IP:127.0.0.1\\n' > own.ext &&
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=own \
      -keyout own.key -out own.csr &&
      openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
      -extfile own.ext -out own.pem
      """
    let status = try await Peer.run(["sh", "-c", script])
    try #require(status == 0)
    return ("\(folder)/ca.pem", ["\(folder)/own.pem", "\(folder)/own.key"])
  }

  @Test func `is trusted by its authority alone, and is given the key`() async throws {
    let scratch = StoreScratch()
    let (ca, own) = try await certificate(in: scratch.path)
    var options = QdrantServer.Options(apiKey: "sesame")
    options.tls = (own[0], own[1])
    let server = try await QdrantServer.start(options)
    for transport in QdrantConnection.Transport.allCases {
      let facts = try await server.target(transport, key: "sesame", ca: ca).reader().facts()
      #expect(facts.address == server.url)
      do {
        _ = try await server.target(transport, key: "sesame").reader()
        Issue.record("trusted without its authority")
      } catch let error as QdrantError {
        #expect(error.code == .unreachable)
        #expect(error.hint == Failure.trustHint)
        #expect(!error.description.contains("sesame"))
      }
    }
    withExtendedLifetime(scratch) {}
  }
}
