import Model
import Testing

@testable import Engine

@Suite struct `A payload index` {
  @Test(
    arguments: [
      ("keyword", .string("a"), true), ("keyword", .int(1), false), ("keyword", .null, false),
      ("keyword", .list([.int(1), .string("a")]), true), ("keyword", .list([]), false),
      ("integer", .int(0), true), ("integer", .double(1), false), ("integer", .string("1"), false),
      ("float", .int(1), true), ("float", .double(0.5), true), ("float", .bool(true), false),
      ("bool", .bool(false), true), ("bool", .string("true"), false),
      ("uuid", .string("018F4A2E-AAAA-7BBB-8CCC-000000000001"), true),
      ("uuid", .string("x"), false),
      ("datetime", .string("2026-02-28T23:59:59Z"), true),
      ("datetime", .string("2026-13-01T00:00:00Z"), false), ("datetime", .string("soon"), false),
      ("text", .string("a word"), true), ("text", .string("…"), false),
      ("text", .string(""), false),
      ("geo", .object(["lon": .int(180), "lat": .double(-1.5)]), true),
      ("geo", .object(["lon": .int(181), "lat": .int(0)]), false), ("geo", .string("0,0"), false),
      ("unheard of", .int(1), false),
    ] as [(String, PayloadValue, Bool)])
  func `must hold a point with a value that is certainly for it`(
    type: String, value: PayloadValue, isHeld: Bool
  ) throws {
    for schema in [PayloadValue.string(type), .object(["type": .string(type)])] {
      let index = try #require(IndexExpectation("a", schema))
      #expect(index.holds(["a": value]) == isHeld)
      #expect(!index.holds(["b": value]))
    }
  }

  @Test(
    arguments: [
      ("a.b", ["a": .object(["b": .int(1)])], true),
      ("a.b", ["a.b": .int(1)], false),
      ("a.b", ["a": .list([.object(["b": .int(1)])])], false),
      ("a[].b", ["a": .list([.int(1), .object(["b": .int(1)])])], true),
      ("a[].b", ["a": .object(["b": .int(1)])], false),
      ("a[]", ["a": .list([.int(1)])], true), ("a", ["a": .list([.list([.int(1)])])], false),
    ] as [(String, PayloadObject, Bool)])
  func `is looked up by its path`(field: String, payload: PayloadObject, isHeld: Bool) throws {
    #expect(try #require(IndexExpectation(field, .string("integer"))).holds(payload) == isHeld)
  }

  @Test func `is not guessed about`() {
    #expect(IndexExpectation("\"a.b\"", .string("keyword")) == nil)
    #expect(IndexExpectation("a", .int(1)) == nil)
    let text = IndexExpectation(
      "a", .object(["type": .string("text"), "min_token_len": .int(9)]))
    #expect(text?.holds(["a": .string("short")]) == false)
  }
}
