import Glibc
import Host
import TestSupport
import Testing

/// What a fuzzer can be given.
enum Replay {
  static var targets: [String: any FuzzTarget.Type] {
    [
      "chroma": ChromaTarget.self, "faiss": FAISSTarget.self, "json": JSONTarget.self,
      "manifest": ManifestTarget.self, "npy": NumPyTarget.self, "parquet": ParquetTarget.self,
      "pickle": PickleTarget.self, "yaml": YAMLTarget.self,
    ]
  }
  static let changes = 1000

  static let fuzz = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")

  static func seeds(_ target: String) throws -> [(name: String, bytes: [UInt8])] {
    let folder = "\(fuzz)/corpus/\(target)"
    return try Files.list(folder).sorted().map {
      ($0, try Files.read("\(folder)/\($0)", limit: 1 << 20))
    }
  }

  /// Feeds what fuzzing kept, and changes of it that are the same in every run. Which one it is at
  /// stands in the file `at`, because a crash says nothing more.
  static func run(_ name: String, in folder: String) async throws {
    guard let target = targets[name] else { throw Broken("there is no target \(name)") }
    let seeds = try seeds(name)
    for seed in seeds {
      _ = try write("at", Array("corpus/\(name)/\(seed.name)".utf8), folder)
      try await target.feed(seed.bytes, in: folder)
    }
    for number in 0..<changes {
      var mutation = Mutation(UInt64(number), seeds.map(\.bytes))
      _ = try write("at", Array("change \(number) of corpus/\(name)".utf8), folder)
      try await target.feed(mutation.next(), in: folder)
    }
    _ = try write("at", Array("the end".utf8), folder)
  }
}

@Suite(.timeLimit(.minutes(15))) struct `What fuzzing kept` {
  @Test func `is kept for every target`() throws {
    let files = try Files.list(Replay.fuzz + "/Targets").map { String($0.dropLast(6)) }
    #expect(files.sorted() == Replay.targets.keys.sorted())
    for target in files { #expect(try Replay.seeds(target).count > 2, "\(target)") }
  }

  @Test(arguments: Replay.targets.keys.sorted())
  func `breaks nothing, nor do a thousand changes of it`(target: String) async throws {
    let scratch = StoreScratch()
    let folder = scratch.path
    // In a process of its own: a reader that traps must not end the other tests.
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      [target, folder = folder as String] in
      try await Replay.run(target, in: folder)
    }
    let place = (try? Files.read(folder + "/at", limit: 1 << 12)) ?? Array("the beginning".utf8)
    let reached = String(decoding: place, as: UTF8.self)
    let complaint = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(reached == "the end", "\(complaint)")
  }
}
