internal import CYaml

/// The parser of libyaml over one text. It owns the parser and every event until it is copied.
@safe
struct EventSource: ~Copyable {
  enum Failure: Error {
    case complaint(Complaint)
    case memory
  }

  /// On the heap, because libyaml keeps the parser's own address inside it.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: SourceText

  /// Lends a parser of `text` to `body`. The bytes are lent to libyaml for just as long.
  static func with<Value>(_ text: SourceText, _ body: (inout EventSource) -> Value) -> Value? {
    unsafe text.bytes.withUnsafeBufferPointer { buffer in
      guard var source = unsafe EventSource(text, buffer) else { return nil }
      return body(&source)
    }
  }

  private init?(_ text: SourceText, _ buffer: UnsafeBufferPointer<UInt8>) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      return nil
    }
    unsafe self.parser = parser
    self.text = text
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    let rest = unsafe UnsafeBufferPointer(rebasing: buffer[text.start...])
    unsafe yaml_parser_set_input_string(parser, rest.baseAddress ?? Self.nothing, rest.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
  }

  /// The next event, or what libyaml could not read.
  mutating func next() throws(Failure) -> Event {
    var raw = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw failure() }
    defer { unsafe yaml_event_delete(&raw) }
    return unsafe Event(
      kind: Self.kind(raw), start: mark(raw.start_mark), end: mark(raw.end_mark))
  }

  private func mark(_ raw: yaml_mark_t) -> Mark {
    text.mark(scalar: raw.index, line: raw.line, column: raw.column)
  }

  private func failure() -> Failure {
    guard unsafe parser.pointee.error != YAML_MEMORY_ERROR else { return .memory }
    return unsafe .complaint(
      Complaint(
        problem: Self.string(parser.pointee.problem) ?? "",
        place: mark(parser.pointee.problem_mark),
        context: Self.string(parser.pointee.context) ?? "",
        contextPlace: mark(parser.pointee.context_mark)))
  }
}
