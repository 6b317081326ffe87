import Host
import Model
import TestSupport

@testable import S3

/// Buckets of a server that runs beside the test.
struct Lake: Sendable {
  let server: S3Server

  static func start(_ kind: S3Server.Kind, certificate: [String] = []) async throws -> Lake {
    Lake(server: try await S3Server.start(kind, certificate: certificate))
  }

  /// Held to the end of a test, or the server would go as soon as nobody mentions it any more.
  func stop() { server.peer.stop() }

  func bucket(
    environment: [String: String] = [:], clock: any WallClock = SystemClock(),
    backoff: Backoff = .quick, patience: Duration = .seconds(20),
    _ change: (inout S3Connection) -> Void = { _ in }
  ) throws -> Bucket {
    var connection = S3Connection(bucket: "lake", endpoint: server.endpoint)
    change(&connection)
    return try Bucket(
      connection,
      environment: Environment(server.environment.merging(environment) { $1 }), clock: clock,
      backoff: backoff, patience: patience)
  }
}

extension Backoff {
  /// Tests need not wait.
  static let quick = Backoff(base: .milliseconds(1), cap: .milliseconds(5))
}

/// Keys that somebody has surely used.
enum UglyKeys {
  static let all: [String] = {
    var keys = [
      "plain.txt", "with space", "with  two spaces", " leading space", "trailing space ",
      "plus+plus",
      "a+b c%20d", "percent%", "percent%41", "100%25", "question?mark", "hash#mark", "amp&amp",
      "equals=sign", "semi;colon", "colon:colon", "comma,comma", "quote'quote", "double\"quote",
      "star*", "paren(theses)", "bracket[s]", "brace{s}", "angle<>", "pipe|", "caret^", "tilde~",
      "back`tick", "dollar$", "exclam!", "at@at", "dots..in", "...", "....", "dot.", ".hidden",
      "ünïcödé", "日本語", "한국어/데이터", "emoji😀", "e\u{301}", "\u{e9}", "עברית", "العربية",
      "a/b/c", "a b/c d", "a+b/c+d", "a%2Fb", "x/..y", "x/y..", "UPPER/lower",
      "versions?versionId=1",
      "tab\tkey", "list-type=2", "?", "&", "%", "+", "=", "%%", "++", "%2B", "%20", "~", "_", "-",
      "nul%00", "euro€", "zero\u{200b}width", "bom\u{feff}",
      "very/" + String(repeating: "d/", count: 40) + "end",
      String(repeating: "long", count: 50), "a\u{0308}\u{0323}", "ﬁ", "ＦＵＬＬ", "ß", "İ", "ı",
    ]
    for number in 0..<(100 - keys.count) { keys.append("mix \(number)+%/é \(number)") }
    return keys
  }()
}

/// Holds what came.
final class Basket: PartSink {
  private let held = Locked<[UInt8]>([])

  var bytes: [UInt8] { held.withLock { $0 } }

  func begin() { held.withLock { $0 = [] } }

  func take(_ bytes: borrowing Span<UInt8>) -> Bool {
    held.withLock { held in
      for index in bytes.indices { held.append(bytes[index]) }
    }
    return true
  }
}

extension Bucket {
  /// A part of an object in memory.
  func read(
    _ key: String, _ range: Range<UInt64>, of size: UInt64, tag: ObjectTag?
  ) async throws(S3Error) -> (bytes: [UInt8], tag: ObjectTag) {
    let basket = Basket()
    let tag = try await read(key, range, of: size, tag: tag, into: basket)
    return (basket.bytes, tag)
  }
}
