/// Makes heads and trailers of the header lines that libcurl hands over one by one.
struct ResponseReader {
  private enum State {
    /// → fields
    case statusLine
    /// → statusLine (after an interim response), trailers
    case fields
    case trailers
  }

  private var state = State.statusLine
  private var status = 0
  private var fields: [HTTPHeaders.Field] = []
  private var bytes = 0

  private(set) var isHTTP2 = false
  /// The final head, once it is complete.
  private(set) var head: HTTPHead?
  var trailers: HTTPHeaders { HTTPHeaders(state == .trailers ? fields : []) }

  /// Reads one line with its line break. The final head is returned when the line completes it.
  mutating func read(_ line: [UInt8], limit: Int) throws(ResponseFault) -> HTTPHead? {
    bytes += line.count
    guard bytes <= limit else {
      throw ResponseFault(.tooLarge, "the headers have more than \(limit) bytes")
    }
    let end = line.lastIndex { $0 != 0x0D && $0 != 0x0A }
    let text = Array(line[..<(end.map { $0 + 1 } ?? 0)])
    switch state {
    case .statusLine: try readStatus(text)
    case .fields where text.isEmpty: return endOfHead()
    case .fields, .trailers: try readField(text)
    }
    return nil
  }

  private mutating func readStatus(_ line: [UInt8]) throws(ResponseFault) {
    let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, words[0].starts(with: "HTTP/".utf8), words[1].count == 3,
      let number = Int(String(decoding: words[1], as: UTF8.self))
    else { throw ResponseFault(.protocolViolation, "the response has no valid status line") }
    isHTTP2 = words[0].elementsEqual("HTTP/2".utf8)
    status = number
    fields = []
    state = .fields
  }

  private mutating func endOfHead() -> HTTPHead? {
    // 101 cannot be interim: we never ask for another protocol, so what follows is not for us.
    guard status >= 200 || status == 101 else {
      state = .statusLine
      return nil
    }
    state = .trailers
    let head = HTTPHead(status: status, headers: HTTPHeaders(fields))
    self.head = head
    fields = []
    return head
  }

  private mutating func readField(_ line: [UInt8]) throws(ResponseFault) {
    guard let first = line.first else { return }
    if first == 0x20 || first == 0x09, let last = fields.popLast() {
      // A folded line goes on with the value before it (RFC 9112, section 5.2).
      fields.append(.init(last.name, last.value + " " + ResponseReader.trimmed(line[...])))
      return
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
      throw ResponseFault(.protocolViolation, "a header line has no name")
    }
    let name = String(decoding: line[..<colon], as: UTF8.self)
    fields.append(.init(name, ResponseReader.trimmed(line[(colon + 1)...])))
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let rest = bytes.drop(while: isSpace)
    let end = rest.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? rest.startIndex
    return String(decoding: rest[..<end], as: UTF8.self)
  }
}

/// Something in a response that cannot be accepted.
struct ResponseFault: Error {
  let code: HTTPError.Code
  let text: String

  init(_ code: HTTPError.Code, _ text: String) {
    self.code = code
    self.text = text
  }
}
