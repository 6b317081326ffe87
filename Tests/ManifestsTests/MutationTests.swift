import Foundation
import Model
import Testing

@testable import Manifests

@Suite struct `Examples with bytes changed at random` {
  /// What typing slips do: characters lost, doubled, swapped, replaced; lines moved or cut off.
  static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    let marks = Array(":-{}[],&*#?|>'\"%@`\t\n ~".utf8)
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where bytes.count > 2 {
      let place = Int.random(in: 0..<bytes.count - 1, using: &random)
      switch Int.random(in: 0..<7, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(bytes[place], at: place)
      case 2: bytes.swapAt(place, place + 1)
      case 3: bytes[place] = marks[Int.random(in: 0..<marks.count, using: &random)]
      case 4: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 5: bytes.removeSubrange(place..<min(bytes.count, place + 12))
      default: bytes.insert(contentsOf: bytes[max(0, place - 40)..<place], at: place)
      }
    }
    return bytes
  }

  @Test(arguments: ExampleTests.files) func `every message has its place and its second`(
    _ name: String
  ) throws {
    let original = try Golden.bytes(ExampleTests.folder.appending(path: name))
    var random = SeededGenerator(seed: UInt64(name.utf8.count) &* 31 &+ UInt64(original.count))
    for _ in 0..<60 {
      _ = try HostileTests.problems(Self.mutated(original, &random), name)
    }
  }

  @Test func `a changed key or word is always noticed`() throws {
    var random = SeededGenerator(seed: 11)
    for name in ExampleTests.files {
      let lines = try String(
        decoding: Golden.bytes(ExampleTests.folder.appending(path: name)), as: UTF8.self
      ).split(separator: "\n")
      let text = lines.filter { !$0.hasPrefix("#") }.joined(separator: "\n")
      for key in ManifestShape.shape.allKeys.sorted() where text.contains(" \(key):") {
        var letters = Array(key)
        letters.insert("x", at: Int.random(in: 0...letters.count, using: &random))
        let changed = text.replacingOccurrences(of: " \(key):", with: " \(String(letters)):")
        let set = ManifestReader.read(
          files: [SourceFile(path: name, bytes: Array(changed.utf8))])
        // There, it is the name of a vector.
        let isName = key == "text" && name == "named-vectors.yaml"
        #expect(set.hasErrors || isName, "\(key) in \(name)")
      }
    }
  }
}

typealias ExampleTests = `The manifests that teach`
typealias HostileTests = `Hostile texts`
