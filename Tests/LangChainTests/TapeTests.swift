import Model
import StoreBytes
import TestSupport
import Testing

@testable import LangChain

/// Picklers refer to the class of a document, and write it out only once: the documents behind the first
/// one are read without a stack then. Here the same documents are read both ways.
@Suite(.timeLimit(.minutes(15))) struct `Documents in their usual form` {
  private let scratch = SavedScratch()

  private func saved(_ metadata: HandWritten) -> SavedBytes {
    SavedBytes(
      documents: [("a", "one"), ("b", "two"), ("c", "three \u{1F642}")], ids: ["b", "a", "c"],
      metadata: metadata.bytes)
  }

  private func rows(_ saved: SavedBytes) async throws -> [SourceRow] {
    let version = try scratch.version(saved, vectors: saved.ids.count)
    let store = try await LangChainFormat().open(version, RowSelection())
    var rows: [SourceRow] = []
    try await store.read { rows += $0 }
    return rows
  }

  private func outcome(_ saved: SavedBytes) async -> String {
    do { return "\(try await rows(saved).map(\.metadata))" } catch {
      let error = error as? FormatError
      return "\(error?.code.rawValue ?? "") \(error?.row ?? -1) \(error?.message ?? "")"
    }
  }

  @Test(arguments: [
    "}", "N", "}}s", "}(u", "}(VA\nK\u{1}u",
    HandWritten("one pair", "}", .text("a"), "K\u{5}s"),
    HandWritten("pairs out of order", "}(", .text("b"), "K\u{5}", .text("a"), "M\u{1}\u{2}u"),
    HandWritten("a key twice", "}(", .text("b"), "K\u{5}", .text("b"), "K\u{6}u"),
    HandWritten(
      "a number and true", "}(", .text("n"), .bytes([0x4A, 0xFE, 0xFF, 0xFF, 0xFF]), .text("t"),
      .bytes([0x88]), "u"),
    HandWritten(
      "a float", "}", .text("f"), .bytes([0x47, 0x40, 0x09, 0x21, 0xFB, 0x54, 0x44, 0x2D, 0x18]),
      "s"),
    HandWritten("no number", "}", .text("f"), .bytes([0x47, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0]), "s"),
    HandWritten(
      "empty ones in each other", "}(", .text("a"), "]", .text("b"), "}", .text("c"), "](]}eu"),
    HandWritten("lists", "}(", .text("a"), "](K\u{1}K\u{2}e", .text("b"), "]K\u{3}au"),
    HandWritten("a list in two batches", "}", .text("a"), "](K\u{1}e(K\u{2}es"),
    HandWritten(
      "a set", "}", .text("a"), .bytes([0x8F]), "(", .text("y"), .text("x"), .bytes([0x90]), "s"),
    HandWritten("a tuple", "}", .text("a"), "K\u{1}K\u{2}", .bytes([0x86]), "s"),
    HandWritten("what an earlier one has", "}", .text("a"), "h\u{0}s"),
    HandWritten("itself", "}", .text("a"), "h\u{7}s"),
    HandWritten("an integer as key", "}K\u{1}K\u{2}s"),
    HandWritten("a key that is a dictionary", "}(}K\u{2}u"),
    HandWritten("an odd number", "}(", .text("a"), "u"),
    HandWritten(
      "half of a pair of surrogates", "}", .text("a"), .bytes([0x8C, 3, 0xED, 0xA0, 0x80]), "s"),
    HandWritten("no UTF-8", "}", .text("a"), .bytes([0x8C, 1, 0xFF]), "s"),
    HandWritten(
      "a frame between", "}", .bytes([0x95, 3, 0, 0, 0, 0, 0, 0, 0]), .text("a"), "K\u{5}s"),
    HandWritten(
      "a frame too long", "}", .bytes([0x95, 3, 0, 0, 0, 0, 0, 0, 1]), .text("a"), "K\u{5}s"),
    HandWritten("seventy keys", pairs: 70), HandWritten("sixty-four keys", pairs: 64),
  ])
  func `say the same as the machine`(metadata: HandWritten) async throws {
    var saved = saved(metadata)
    let machine = await outcome(saved)
    saved.isShared = true
    let tape = await outcome(saved)
    // The numbers of the memo are others where they are shared.
    if metadata.name != "itself", metadata.name != "what an earlier one has" {
      #expect(tape == machine)
    } else {
      #expect(tape.contains(metadata.name == "itself" ? "nothing has that number" : "\"a\""))
    }
  }

  /// An inspection goes without the copies of texts, and says of them what reading would.
  @Test(
    arguments: [
      ([0x8C, 1, 0x61], "}", []), ([0x4E], "}", ["1 of 4 rows have no text"]),
      ([0x8C, 3, 0xED, 0xA0, 0x80], "}", [repaired(1)]),
      (
        [0x8C, 3, 0xED, 0xA0, 0x80],
        HandWritten("another half", "}", .text("a"), .bytes([0x8C, 3, 0xED, 0xA0, 0x80]), "s"),
        [repaired(2)]
      ),
      (
        [0x8C, 1, 0x61],
        HandWritten(
          "no number", "}", .text("a"), .bytes([0x47, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0]), "s"),
        ["1 floats of metadata are infinite or not a number; they are null"]
      ),
    ] as [([UInt8], HandWritten, [String])], [false, true])
  func `are inspected without their texts`(
    example: (text: [UInt8], metadata: HandWritten, problems: [String]), isShared: Bool
  ) async throws {
    var saved = saved(example.metadata)
    (saved.lastText, saved.isShared) = (example.text, isShared)
    saved.ids.append("b")
    let version = try scratch.version(saved, vectors: saved.ids.count)
    let store = try await LangChainFormat().open(version, RowSelection())
    let report = try await store.inspect(full: true)
    let twice = "1 of 4 rows repeat the id of an earlier row, first \"b\""
    #expect(report.problems.map(\.message).sorted() == ([twice] + example.problems).sorted())
    #expect(report.rows == 4 && report.vectors == 4 && report.dimensions == 2)
  }

  @Test(arguments: [false, true])
  func `whose text is no UTF-8 are refused when inspected`(isShared: Bool) async throws {
    var saved = saved("}")
    (saved.lastText, saved.isShared) = ([0x8C, 1, 0xFF], isShared)
    let version = try scratch.version(saved, vectors: saved.ids.count)
    let store = try await LangChainFormat().open(version, RowSelection())
    let error = await #expect(throws: FormatError.self) { _ = try await store.inspect(full: true) }
    #expect(error?.message == "text that is not UTF-8")
  }

  @Test func `are found among others`() async throws {
    var saved = SavedBytes(documents: [], ids: [], isShared: true)
    saved.documents = (0..<2500).map { ("id \($0)", "text \($0)") }
    saved.ids = saved.documents.map(\.id).reversed().prefix(200) + ["id 0"]
    saved.metadata = Array("}".utf8) + [0x8C, 1, 0x61, 0x8F, 0x73]
    let rows = try await rows(saved)
    #expect(rows.map(\.text) == (0..<200).map { "text \(2499 - $0)" } + ["text 0"])
    #expect(rows[0].metadata == ["a": .list([])])
  }

  @Test func `with one key are refused`() async throws {
    var saved = saved("}")
    saved.isShared = true
    saved.documents[2].id = "b"
    let outcome = await outcome(saved)
    #expect(outcome == "corrupt -1 the docstore has a key twice: \"b\"")
  }

  @Test(arguments: [
    // All pairs become a tuple that is thrown away; one document is.
    "t0(u", "1(u", "00u", "bu", "su", "\u{94}u",
  ])
  func `are never made into something else`(close: String) async throws {
    var saved = saved("}")
    saved.close = close == "\u{94}u" ? [0x94, 0x75] : Array(close.utf8)
    saved.isShared = true
    let outcome = await outcome(saved)
    #expect(outcome.hasPrefix("corrupt") || outcome.hasPrefix("unsupported"), "\(outcome)")
  }

  @Test func `cut anywhere are refused`() async throws {
    var saved = saved(HandWritten("a pair", "}", .text("a"), "K\u{5}s"))
    saved.isShared = true
    let whole = saved.pickle
    for count in 1..<whole.count {
      let version = try scratch.version([
        ("index.faiss", SavedBytes.index(3)), ("index.pkl", Array(whole.prefix(count))),
      ])
      await #expect(throws: FormatError.self, "cut after \(count) bytes") {
        _ = try await LangChainFormat().open(version, RowSelection())
      }
    }
  }
}

private func repaired(_ count: Int) -> String {
  "\(count) texts hold halves of surrogate pairs, which became U+FFFD"
}

/// Metadata in opcodes.
struct HandWritten: ExpressibleByStringLiteral, CustomTestStringConvertible, Sendable {
  enum Part: ExpressibleByStringLiteral {
    case opcodes(String)
    case bytes([UInt8])
    case text(String)

    init(stringLiteral text: String) { self = .opcodes(text) }

    var bytes: [UInt8] {
      switch self {
      case .opcodes(let text): Array(text.utf8)
      case .bytes(let bytes): bytes
      case .text(let text): [0x8C, UInt8(text.utf8.count)] + Array(text.utf8)
      }
    }
  }

  let name: String
  let bytes: [UInt8]

  init(stringLiteral text: String) { (name, bytes) = (text, Array(text.utf8)) }

  init(_ name: String, _ parts: Part...) { (self.name, bytes) = (name, parts.flatMap(\.bytes)) }

  init(_ name: String, pairs: Int) {
    let all = (0..<pairs).reversed().flatMap { number -> [UInt8] in
      let key = Part.text("key \(number)").bytes
      return key + [0x4B, UInt8(number)]
    }
    (self.name, bytes) = (name, Array("}(".utf8) + all + Array("u".utf8))
  }

  var testDescription: String { name }
}
