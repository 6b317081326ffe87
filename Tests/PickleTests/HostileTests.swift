import Model
import StoreBytes
import Testing

@testable import Pickle

@Suite(.timeLimit(.minutes(15))) struct `A hostile pickle` {
  private let scratch = PickleScratch()

  private func refusal(_ made: HandMade) throws -> FormatError? {
    let file = try scratch.file(made.bytes)
    return #expect(throws: FormatError.self) { try PickleReader.value(of: file) }
  }

  private static let calls: [(HandMade, UInt64, String)] = [
    ("cos\nsystem\n(S'true'\ntR.", 0, "os.system"),
    ("cos\nsystem\n0N.", 0, "os.system"),
    ("cposix\nsystem\np0\n0N.", 0, "posix.system"),
    ("cbuiltins\neval\n(V1+1\ntR.", 0, "builtins.eval"),
    ("c__builtin__\ngetattr\n0N.", 0, "__builtin__.getattr"),
    ("cbuiltins\n__import__\n.", 0, "builtins.__import__"),
    ("cdatetime\ndatetime.fromtimestamp\n.", 0, "datetime.datetime.fromtimestamp"),
    (
      HandMade(
        "a name with dots",
        [
          0x80, 4, HandMade.text("langchain_core.documents.base"),
          HandMade.text("mimetypes.os.system"), 0x93, HandMade.text("true"), 0x85, 0x52, ".",
        ]), 54, "langchain_core.documents.base.mimetypes.os.system"
    ),
    (
      HandMade(
        "a kind of index with dots",
        [0x80, 4, HandMade.text("faiss.swigfaiss"), HandMade.text("Index.os"), 0x93, "."]), 29,
      "faiss.swigfaiss.Index.os"
    ),
  ]

  @Test(arguments: calls)
  func `names what it wanted, and where, used or not`(
    made: HandMade, offset: UInt64, name: String
  ) throws {
    let error = try refusal(made)
    #expect(error?.code == .hostile)
    #expect(error?.offset == offset)
    #expect(
      error?.message
        == "the pickle names \"\(name)\", which is not data; nothing of a pickle is ever imported "
        + "or called")
  }

  private static let refused: [(HandMade, FormatError.Code, String)] = [
    ("(S'true'\nios\nsystem\n.", .hostile, "INST"),
    ("(cbuiltins\nlist\no.", .hostile, "OBJ"),
    (HandMade("EXT1", [0x80, 2, 0x82, 1, "."]), .hostile, "EXT1"),
    (HandMade("EXT4", [0x80, 2, 0x84, 1, 0, 0, 0, "."]), .hostile, "EXT4"),
    (HandMade("NEWOBJ_EX", [0x80, 4, "N", ")", "}", 0x92, "."]), .hostile, "NEWOBJ_EX"),
    ("Pother\n.", .unsupported, "PERSID"),
    (HandMade("NEXT_BUFFER", [0x80, 5, 0x97, "."]), .unsupported, "NEXT_BUFFER"),
    ("N2.", .unsupported, "DUP"),
    ("cbuiltins\nlist\n)R.", .hostile, "calls list"),
    ("clangchain.schema\nDocument\n)R.", .hostile, "calls document"),
    ("N)R.", .hostile, "calls None"),
    ("clangchain.schema\nDocument\n}b.", .hostile, "changes a class"),
    (HandMade("NEWOBJ of set", ["cbuiltins\nset\n)", 0x81, "."]), .hostile, "instance of set"),
    ("c_codecs\nencode\n(Vx\nVrot13\ntR.", .unsupported, "codecsEncode"),
    (HandMade("LONG_BINPUT", [0x80, 2, "N", "r", 0, 0, 0, 0x80, "."]), .tooLarge, "memo number"),
    ("Np999999999999\n.", .tooLarge, "memo number"),
    ("Np-1\n.", .corrupt, "memo number"),
    ("g5\n.", .corrupt, "memo number 5"),
    (HandMade("BINGET", ["h", 7, "."]), .corrupt, "memo number 7"),
    (
      HandMade("a huge text", [0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, "."]),
      .truncated, "9223372036854775807"
    ),
    (
      HandMade(
        "a huge frame", [0x80, 4, 0x95, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, "."]),
      .truncated, "frame"
    ),
    (HandMade("a negative length", [0x8B, 0xFF, 0xFF, 0xFF, 0xFF, "."]), .truncated, "integer"),
    (HandMade("protocol 6", [0x80, 6, "N."]), .unsupported, "protocol 6"),
    (HandMade("an unknown opcode", [0xFF, "."]), .corrupt, "255"),
    ("(.", .corrupt, "unfinished"), (".", .corrupt, "unfinished"), ("NN.", .corrupt, "unfinished"),
    ("0.", .corrupt, "empty"), ("t.", .corrupt, "no mark"), ("Ns.", .corrupt, "no dictionary"),
    ("(NN0.", .corrupt, "unfinished"), ("N(0000.", .corrupt, "empty"),
    ("(Nd.", .corrupt, "no value"), ("]NNs.", .corrupt, "no dictionary"),
    ("}Na.", .corrupt, "no list"), ("Iseven\n.", .corrupt, "\"seven\""),
    ("Fxyz\n.", .corrupt, "\"xyz\""), ("F0x10\n.", .corrupt, "\"0x10\""),
    ("I5", .truncated, "line feed"), ("", .truncated, "an opcode"),
    (HandMade("text that is not UTF-8", ["U", 2, 0xC3, 0x28, "."]), .corrupt, "not UTF-8"),
    ("V\\u12\n.", .corrupt, "escape"),
    ("(I1\nI2\nI3\ncbuiltins\nrange\n(I0\nI999999999999\nI1\ntRt.", .tooLarge, "values"),
  ]

  @Test(arguments: refused)
  func `is refused with a reason`(made: HandMade, code: FormatError.Code, words: String) throws {
    let error = try refusal(made)
    #expect(error?.code == code, "\(error?.description ?? "")")
    #expect(error?.message.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func `may be nested as deep as it likes`() throws {
    let deep = HandMade("deep", [[UInt8](")".utf8), [UInt8](repeating: 0x85, count: 150_000), "."])
    #expect(try refusal(deep)?.code == .tooLarge)
    let marks = HandMade("marks", [[UInt8](repeating: 0x28, count: 150_000), "."])
    #expect(try refusal(marks)?.code == .corrupt)
  }

  @Test func `may hold itself`() throws {
    #expect(try refusal("(lp0\ng0\na.")?.code == .tooLarge)
  }

  @Test func `cannot grow out of all proportion`() throws {
    // Each list holds the one before ten times.
    var bytes = Array("((Vlol\ntp0\n".utf8)
    for level in 1...15 {
      bytes += Array("(".utf8)
      for _ in 0..<10 { bytes += Array("g\(level - 1)\n".utf8) }
      bytes += Array("tp\(level)\n".utf8)
    }
    bytes += Array("t.".utf8)
    var made: HandMade = "laughs"
    made.bytes = bytes
    #expect(try refusal(made)?.code == .tooLarge)
  }

  @Test func `cannot copy one long list again and again`() throws {
    // A list of 100,000 items, and sets of it.
    var bytes: [UInt8] = [0x80, 2] + Array("]q\0(".utf8) + [UInt8](repeating: 0x4E, count: 100_000)
    bytes += Array("ecbuiltins\nset\nq\u{1}0".utf8)
    for _ in 0..<1000 { bytes += [0x68, 1, 0x68, 0, 0x85, 0x52] }
    bytes += Array(".".utf8)
    var made: HandMade = "sets"
    made.bytes = bytes
    #expect(try refusal(made)?.code == .tooLarge)
  }
}
