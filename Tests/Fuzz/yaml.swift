// Feeds the reader and the formatter whatever the fuzzer thinks of. The sources of the module are
// compiled into the same module as this file, so there is nothing to import; see README.md.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let stream = YAMLReader.read(bytes)
  guard stream.problems.count(where: { $0.kind == .syntax }) <= 1 else {
    fatalError("two syntax problems")
  }
  for problem in stream.problems {
    guard problem.mark.line >= 1, problem.mark.column >= 1, problem.mark.offset <= count else {
      fatalError("a problem outside of the text")
    }
  }
  guard let once = try? YAMLFormatter.format(bytes, keyOrder: { _ in ["b", "a"] }) else { return 0 }
  guard let twice = try? YAMLFormatter.format(once, keyOrder: { _ in ["b", "a"] }) else {
    fatalError("what was formatted cannot be formatted")
  }
  if once != twice { fatalError("formatting moves what was formatted") }
  return 0
}
