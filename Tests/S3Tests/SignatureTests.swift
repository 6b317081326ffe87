import Host
import Model
import TestSupport
import Testing
import Wire

@testable import S3

/// The published test vectors of Signature Version 4, as `Vectors/sigv4.json` lists them.
struct SignatureVector: Sendable, CustomTestStringConvertible {
  let name: String
  let object: PayloadObject

  func text(_ key: String) -> String? {
    if case .string(let text) = object[key] { text } else { nil }
  }

  func flag(_ key: String) -> Bool { object[key] == .bool(true) }

  var testDescription: String { name }

  static let all: [SignatureVector] = {
    let path = "\(Peer.packageRoot)/Tests/S3Tests/Vectors/sigv4.json"
    guard let bytes = try? Files.read(path, limit: 1 << 20),
      case .list(let list)? = try? JSONReader.value(bytes)
    else { return [] }
    return list.compactMap {
      guard case .object(let object) = $0, case .string(let name) = object["name"] else {
        return nil
      }
      return SignatureVector(name: name, object: object)
    }
  }()

  var signer: Signer {
    Signer(
      credentials: AWSCredentials(
        accessKey: "AKIDEXAMPLE",
        secret: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        token: text("token").map { Secret($0) }),
      region: "us-east-1", service: "service", announcesPayload: flag("signBody"),
      signsToken: !flag("omitToken"))
  }

  /// The request, taken apart: the suite writes it as it would be sent, and not encoded.
  var request: SigningRequest {
    let text = text("request") ?? ""
    let halves = text.split(separator: "\n\n", maxSplits: 1)
    var lines: [Substring] = []
    for line in halves[0].split(separator: "\n") {
      if line.first == " " { lines[lines.count - 1] += "\n" + line } else { lines.append(line) }
    }
    let target = lines[0].dropFirst(lines[0].prefix { $0 != " " }.count + 1)
      .dropLast(" HTTP/1.1".count)
    let parts = target.split(separator: "?", maxSplits: 1)
    let query = parts.count < 2 ? [] : parts[1].split(separator: "&")
    return SigningRequest(
      method: String(lines[0].prefix { $0 != " " }),
      path: URIEncoding.decoded(String(parts.first ?? "/")) ?? "",
      query: query.map { pair in
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (
          URIEncoding.decoded(String(sides[0])) ?? "",
          sides.count > 1 ? URIEncoding.decoded(String(sides[1])) ?? "" : ""
        )
      },
      headers: lines.dropFirst().map { line in
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        return (String(line[..<colon]), String(line[colon...].dropFirst()))
      },
      payload: .bytes(halves.count > 1 ? Array(halves[1].utf8) : []),
      normalizesPath: flag("normalize"))
  }
}

@Suite struct `Requests are signed as AWS does it` {
  let instant = Instant(rfc3339: "2015-08-30T12:36:00Z") ?? Instant(seconds: 0)

  @Test func `all vectors are here`() {
    #expect(SignatureVector.all.count == 38)
  }

  @Test(arguments: SignatureVector.all)
  func `in the headers`(vector: SignatureVector) throws {
    let signed = vector.signer.signed(vector.request, at: instant)
    let authorization = try #require(signed.headers.last { $0.name == "Authorization" })
    var unsigned = signed
    unsigned.headers.removeAll { header in
      header.name == "Authorization"
        || header.name == "X-Amz-Security-Token" && vector.flag("omitToken")
    }
    #expect(unsigned.canonical == vector.text("headerCanonical"))
    #expect(authorization.value.hasSuffix(", Signature=" + (vector.text("headerSignature") ?? "-")))
  }

  @Test(arguments: SignatureVector.all)
  func `in the query`(vector: SignatureVector) throws {
    var signer = vector.signer
    signer.announcesPayload = false
    let signed = signer.presigned(vector.request, at: instant, seconds: 3600)
    let signature = try #require(signed.query.last)
    #expect(signature.name == "X-Amz-Signature")
    #expect(signature.value == vector.text("querySignature"))
    var unsigned = signed
    unsigned.query.removeLast()
    if vector.flag("omitToken") { unsigned.query.removeLast() }
    #expect(unsigned.canonical == vector.text("queryCanonical"))
  }

  /// The example of the S3 documentation: a range of an object.
  @Test func `the documented example of S3`() throws {
    let signer = Signer(
      credentials: AWSCredentials(
        accessKey: "AKIAIOSFODNN7EXAMPLE",
        secret: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")),
      region: "us-east-1", service: "s3")
    let request = SigningRequest(
      method: "GET", path: "/test.txt", query: [],
      headers: [("Host", "examplebucket.s3.amazonaws.com"), ("Range", "bytes=0-9")],
      payload: .bytes([]))
    let day = try #require(Instant(rfc3339: "2013-05-24T00:00:00Z"))
    let signed = signer.signed(request, at: day)
    #expect(
      signed.headers.last?.value
        == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
  }

  @Test func `payloads that are not signed say so`() {
    var request = SigningRequest(
      method: "PUT", path: "/a b+c%", query: [], headers: [], payload: .unsigned)
    #expect(request.payloadHash == "UNSIGNED-PAYLOAD")
    request.payload = .streamingUnsigned
    #expect(request.payloadHash == "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    #expect(request.canonicalPath == "/a%20b%2Bc%25")
  }
}
