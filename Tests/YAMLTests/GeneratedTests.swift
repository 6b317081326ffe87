import Testing

@testable import YAML

@Suite struct `Generated texts` {
  @Test func `keep meaning and comments when formatted, and are then fixed`() {
    var failures: [String] = []
    for seed in UInt64(1)...500 {
      let text = GeneratedText(seed: seed).text
      if let problem = read(text).problems.first {
        failures.append("seed \(seed): invalid, \(outline(problem))")
        continue
      }
      do {
        let once = try format(text, order: ["": ["k2", "k0"], "*": ["k1"], "k0": ["k 1", "k0"]])
        let twice = try format(once, order: ["": ["k2", "k0"], "*": ["k1"], "k0": ["k 1", "k0"]])
        if once != twice {
          failures.append("seed \(seed): moves again\n\(text)\n--1--\n\(once)\n--2--\n\(twice)")
        }
        let endsInSpace = once.split(separator: "\n").contains {
          $0.hasSuffix(" ") && !$0.hasSuffix("end ")
        }
        if endsInSpace { failures.append("seed \(seed): space at the end of a line") }
      } catch {
        failures.append("seed \(seed): \(error)\n\(text)")
      }
    }
    #expect(failures.count == 0, "\(failures.prefix(4).joined(separator: "\n\n"))")
  }

  @Test func `never crash when mutated`() {
    var formatted = 0
    let generators = (UInt64(1)...100).map { GeneratedText(seed: $0) }.filter {
      $0.text.utf8.count < 300
    }
    for seed in UInt64(1)...20_000 {
      var generator = generators[Int(seed) % generators.count]
      var bytes = Array(generator.text.utf8)
      for _ in 0..<Int(seed % 97) { _ = generator.next(3) }
      for _ in 0...generator.next(4) where !bytes.isEmpty {
        let place = (generator.next(bytes.count) + Int(seed)) % bytes.count
        switch generator.next(3) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = Array("-:#[]{}&*!|>'\"% \n\t,?@\u{0}\u{80}".utf8)[generator.next(24)]
        default: bytes.insert(Array(" \n:-#'\"[]{}".utf8)[generator.next(11)], at: place)
        }
      }
      let stream = YAMLReader.read(bytes)
      #expect(stream.problems.count { $0.kind == .syntax } <= 1)
      if seed % 5 == 0, stream.problems.isEmpty,
        (try? YAMLFormatter.format(bytes) { _ in nil }) != nil
      {
        formatted += 1
      }
    }
    #expect(formatted > 400)
  }
}
