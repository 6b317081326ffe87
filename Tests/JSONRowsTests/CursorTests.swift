import JSONRows
import Model
import StoreBytes
import TestSupport
import Testing
import Wire

@Suite struct `A large file of JSON` {
  private let scratch = StoreScratch()

  private func file(_ text: String) throws -> PinnedFile {
    scratch.write("a.json", text)
    return try PinnedFile(scratch.pinned().files[0])
  }

  private func list(_ text: String) throws -> JSONElements {
    try JSONElements(JSONCursor(file(text)), .list)
  }

  @Test func `is read value by value`() throws {
    var elements = try list(#" [ {"a":1} , "x]" ,[1,[2]], 3.5,null ] "#)
    var values: [PayloadValue] = []
    while try elements.advance() {
      values.append(
        try elements.parse { (scanner, bytes) throws(JSONError) in try scanner.value(in: bytes) })
    }
    try elements.finish()
    #expect(
      values == [
        .object(["a": .int(1)]), .string("x]"), .list([.int(1), .list([.int(2)])]), .double(3.5),
        .null,
      ])
  }

  @Test func `is stepped over without being understood`() throws {
    var elements = try list(#"[{"a":"}\"","b":[1,"\\"]},"x\"]",12,true,[] ]"#)
    var places: [UInt64] = []
    while try elements.advance() {
      places.append(try elements.place())
      try elements.skip()
    }
    try elements.finish()
    #expect(places == [1, 26, 33, 36, 41])
  }

  /// Longer than any window, so that values are cut by its end at many places.
  @Test func `is read where values cross the end of a window`() throws {
    let row = { (number: Int) in
      #"{"id":"\#(number)","text":"\#(String(repeating: "é\\n", count: number % 90))","n":\#(number)}"#
    }
    let count = 20_000
    let text = "[" + (0..<count).map(row).joined(separator: ",\n") + "]"
    var columns = JSONColumns([JSONColumn(.row, name: "rows", try list(text))])
    for number in 0..<count {
      let found = try columns.row()
      try #require(found?.id == .text("\(number)"))
      try #require(found?.metadata == ["n": .int(Int64(number))])
    }
    #expect(try columns.row() == nil)
    for position in [count - 1, 0, 777, 778] {
      #expect(try columns.row(at: position).id == .text("\(position)"))
    }
    var index = JSONColumns([JSONColumn(.row, name: "rows", try list(text))])
    try index.index()
    #expect(index.count == count)
  }

  @Test func `may have a value longer than a window`() throws {
    let long = String(repeating: "x", count: 5 << 20)
    var elements = try list("[1,\"\(long)\",2]")
    #expect(try elements.advance())
    try elements.skip()
    #expect(try elements.advance())
    let text = try elements.parse { (scanner, bytes) throws(JSONError) in
      try scanner.string(in: bytes)
    }
    #expect(text == long)
  }

  @Test(arguments: [
    (
      #"[{"a":1}"#,
      "cannot read P: byte 8: expected a comma or the end of the list, and the text ends here"
    ),
    (#"[{"a":1} {"#, "cannot read P: byte 9: expected a comma or the end of the list, found \"{\""),
    (#"[{"a":tru"#, "cannot read P: byte 6: expected a value, found \"t\""),
    (#"[{"a":"x"#, "cannot read P: byte 6: a string that is never closed"),
    (#"[{"a":1},]"#, "cannot read P: byte 9: expected a value, found \"]\""),
    (#"[1]x"#, "cannot read P: byte 3: there is more text behind the end of the list"),
  ])
  func `says where it is broken`(text: String, message: String) throws {
    let error = #expect(throws: FormatError.self) {
      var elements = try list(text)
      while try elements.advance() {
        _ = try elements.parse { (scanner, bytes) throws(JSONError) in
          try scanner.value(in: bytes)
        }
      }
      try elements.finish()
    }
    #expect(error?.description.replacing(scratch.path + "/a.json", with: "P") == message)
  }

  @Test(arguments: ["[\"a", "[{\"a\":[1,2", "[", "[ ,"])
  func `that ends early cannot be stepped over`(text: String) throws {
    #expect(throws: FormatError.self) {
      var elements = try list(text)
      while try elements.advance() { try elements.skip() }
    }
  }

  @Test func `of columns needs them to be of one length`() throws {
    let file = try file(#"[[1,2],["a"]]"#)
    var columns = JSONColumns([
      JSONColumn(.id, name: "ids", try JSONElements(JSONCursor(file, at: 1), .list)),
      JSONColumn(.text, name: "texts", try JSONElements(JSONCursor(file, at: 7), .list)),
    ])
    #expect(try columns.row() == SourceRow(position: 0, id: .number(1), text: "a"))
    let error = #expect(throws: FormatError.self) { try columns.row() }
    #expect(error?.code == .mismatch)
    #expect(
      error?.message
        == "\"texts\" ends after 1 members, and \"ids\" goes on; every row needs one of each")
  }
}
