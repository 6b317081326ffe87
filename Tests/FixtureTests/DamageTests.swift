import Engine
import Host
import Model
import TestSupport
import Testing

/// Every fixture cut short and changed: an error that explains itself or right rows, never a crash, a
/// hang, a huge allocation, or a wrong row.
@Suite(.timeLimit(.minutes(15))) struct `A damaged store` {
  @Test(arguments: StoreFixture.readable)
  func `that was cut short gives no wrong row`(fixture: StoreFixture) async throws {
    let right = try fixture.expected()
    for file in fixture.files {
      let whole = try fixture.bytes(file)
      for cut in places(20, in: whole.count, of: fixture, file) {
        let found = try await outcome(fixture, file, Array(whole[..<cut]))
        guard let rows = found.rows else { continue }
        // Text that ends at the end of a line is a shorter store; nothing can tell.
        let isPrefix = rows.count <= right.count && zip(rows, right).allSatisfy { $0 == $1 }
        #expect(isPrefix, "\(fixture), \(file) cut at \(cut)")
      }
    }
  }

  @Test(arguments: StoreFixture.readable)
  func `with a wrong byte in its head is read or refused`(fixture: StoreFixture) async throws {
    for file in fixture.files {
      let whole = try fixture.bytes(file)
      for place in places(20, in: min(whole.count, 256), of: fixture, file) {
        var changed = whole
        var random = SeededGenerator(seed: UInt64(place))
        changed[place] ^= UInt8(1 + random.below(255))
        _ = try await outcome(fixture, file, changed)
      }
    }
  }

  @Test(arguments: StoreFixture.readable)
  func `with a wrong byte anywhere is read or refused`(fixture: StoreFixture) async throws {
    for file in fixture.files {
      let whole = try fixture.bytes(file)
      for place in places(20, in: whole.count, of: fixture, file + "anywhere") {
        var changed = whole
        changed[place] = [0, 0xFF, 0x7F, 0x80][place % 4]
        _ = try await outcome(fixture, file, changed)
      }
    }
  }

  /// Places that are the same in every run: ends first, then any.
  private func places(_ count: Int, in size: Int, of fixture: StoreFixture, _ file: String) -> [Int]
  {
    guard size > 0 else { return [] }
    let seed = "\(fixture)\(file)".utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
    var random = SeededGenerator(seed: seed)
    let ends = [0, 1, size - 1].filter { $0 < size }
    return Set(ends + (0..<count).map { _ in random.below(size) }).sorted().prefix(count).map { $0 }
  }

  /// The rows, or nil where the store is refused with an explanation.
  private func outcome(_ fixture: StoreFixture, _ file: String, _ bytes: [UInt8]) async throws
    -> (rows: [ExpectedRow]?, message: String)
  {
    let scratch = StoreScratch()
    for name in fixture.files {
      scratch.write(name, name == file ? bytes : try fixture.bytes(name))
    }
    do {
      return (try await fixture.rows(scratch.path), "")
    } catch let error as any ExplainedError {
      #expect(!error.sentence.isEmpty)
      return (nil, error.sentence)
    } catch {
      Issue.record("\(fixture), \(file): \(error) explains nothing")
      return (nil, "")
    }
  }
}
