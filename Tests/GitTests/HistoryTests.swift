import Glibc
import Host
import TestSupport
import Testing

@testable import Git

/// A random history, and git itself to say what is right.
@Suite(.timeLimit(.minutes(15)))
struct HistoryTests {
  private func history(commits: Int, seed: UInt64) async throws -> GitFixture {
    let fixture = try await GitFixture.empty()
    var random = SeededGenerator(seed: seed)
    var files: [String: [String]] = [:]
    for number in 0..<commits {
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        try change(&files, in: fixture, &random)
      }
      try await fixture.commit("Commit \(number)")
    }
    return fixture
  }

  private func change(
    _ files: inout [String: [String]], in fixture: GitFixture, _ random: inout SeededGenerator
  ) throws {
    let name = files.keys.sorted().randomElement(using: &random)
    switch (Int.random(in: 0..<10, using: &random), name) {
    case (0...1, let name?):
      files[name] = nil
      unlink(fixture.path + "/" + name)
    case (2...4, let name?):
      files[name]?[Int.random(in: 0..<40, using: &random)] = "edited \(random.next())"
      try fixture.write(name, (files[name] ?? []).joined(separator: "\n"))
    case (5...6, let name?):
      let target = Self.name(&random)
      guard files[target] == nil else { return }
      unlink(fixture.path + "/" + name)
      files[target] = files.removeValue(forKey: name)
      if Bool.random(using: &random) { files[target]?[3] = "moved \(random.next())" }
      try fixture.write(target, (files[target] ?? []).joined(separator: "\n"))
    case (7, let name?):
      unlink(fixture.path + "/" + name)
      files[name] = nil
      symlink("target \(random.next() % 100)", fixture.path + "/" + name)
    case (8, let name?):
      chmod(fixture.path + "/" + name, Bool.random(using: &random) ? 0o755 : 0o644)
    default:
      let name = Self.name(&random)
      let lines = (0..<40).map { _ in "line \(random.next())" }
      files[name] = lines
      unlink(fixture.path + "/" + name)
      try fixture.write(name, lines.joined(separator: "\n"))
    }
  }

  private static func name(_ random: inout SeededGenerator) -> String {
    let folder = ["", "a/", "b b/", "é/"].randomElement(using: &random) ?? ""
    return folder + "file \(random.next() % 30)\"x"
  }

  @Test func `trees and differences of sixty commits are those of git`() async throws {
    let fixture = try await history(commits: 60, seed: 7)
    try await compare(fixture)
    try await fixture.git(["gc", "--quiet"])
    try await compare(fixture)
  }

  private func compare(_ fixture: GitFixture) async throws {
    let repository = try await Repository.open(fixture.path)
    let ids = try await fixture.text("rev-list", "--reverse", "HEAD").split(separator: "\n")
    let commits = ids.compactMap { ObjectID(hex: String($0)) }
    #expect(commits.count == 60)
    for (index, commit) in commits.enumerated() {
      let tree = try await repository.resolve(commit.hex).tree
      let listed = try await fixture.git(["ls-tree", "-r", "-t", "-z", commit.hex])
      #expect(Self.listing(try await repository.walk(tree)) == listed)
      for base in [index - 1, index - 7] where base >= 0 {
        let old = commits[base].hex
        let changes = try await repository.diff(from: commits[base], to: commit)
        let said = try await fixture.git(["diff", "--name-status", "-z", "-M", old, commit.hex])
        #expect(Self.statuses(changes) == Self.records(said), "\(old) \(commit)")
      }
    }
  }

  /// As `git ls-tree -z` prints it.
  private static func listing(_ entries: [TreeEntry]) -> [UInt8] {
    entries.flatMap { entry in
      let (mode, kind) =
        switch entry.kind {
        case .file: ("100644", "blob")
        case .executable: ("100755", "blob")
        case .symlink: ("120000", "blob")
        case .submodule: ("160000", "commit")
        case .folder: ("040000", "tree")
        }
      return Array("\(mode) \(kind) \(entry.id)\t".utf8) + entry.path.bytes + [0]
    }
  }

  /// One line a change, without the similarity, which the two count in different ways.
  private static func statuses(_ changes: [TreeChange]) -> [String] {
    changes.map { change in
      switch change.kind {
      case .added: "A \(change.path)"
      case .deleted: "D \(change.path)"
      case .modified: "M \(change.path)"
      case .retyped: "T \(change.path)"
      case .renamed: "R \(change.before?.path ?? "") > \(change.path)"
      }
    }.sorted()
  }

  private static func records(_ output: [UInt8]) -> [String] {
    var fields = output.split(separator: 0).map { TreePath(bytes: Array($0)) }[...]
    var lines: [String] = []
    while let status = fields.popFirst()?.text?.first, let path = fields.popFirst() {
      if status == "R", let new = fields.popFirst() {
        lines.append("R \(path) > \(new)")
      } else {
        lines.append("\(status) \(path)")
      }
    }
    return lines.sorted()
  }

  @Test func `a rename keeps both names and says how similar`() async throws {
    let fixture = try await GitFixture.empty()
    let lines = (0..<100).map { "line number \($0)\n" }
    try fixture.write("old", lines.joined())
    try fixture.write("same", "the same content, long enough\n")
    try await fixture.commit("Before")
    try await fixture.git(["mv", "old", "new"])
    try await fixture.git(["mv", "same", "[s]*"])
    try fixture.write("new", lines.dropLast(20).joined())
    try await fixture.commit("After")
    let repository = try await Repository.open(fixture.path)
    let before = try await repository.resolve("HEAD~1").id
    let after = try await repository.resolve("HEAD").id
    let changes = try await repository.diff(from: before, to: after)
    #expect(changes.map(\.path) == ["[s]*", "new"])
    #expect(changes.first?.kind == .renamed(similarity: 100))
    guard case .renamed(let similarity) = changes.last?.kind else {
      Issue.record("not a rename")
      return
    }
    #expect((50..<100).contains(similarity))
    #expect(changes.last?.before?.path == "old")
    #expect(changes.last?.before?.id.hex == (try await fixture.text("rev-parse", "HEAD~1:old")))
    // Paths are names: this one is not a pattern that matches "same".
    let one = try await repository.diff(from: before, to: after, paths: ["[s]*"])
    #expect(one.map(\.kind) == [.added])
  }

  @Test func `paths are whole names of files and folders`() async throws {
    let fixture = try await GitFixture.empty()
    try await fixture.commit("Nothing")
    for name in ["a/x", "a/y", "ab", "a.txt", "b/x"] { try fixture.write(name, name) }
    try await fixture.commit("Files")
    let repository = try await Repository.open(fixture.path)
    let before = try await repository.resolve("HEAD~1").id
    let after = try await repository.resolve("HEAD").id
    func names(_ paths: [TreePath]) async throws -> [TreePath] {
      try await repository.diff(from: before, to: after, paths: paths).map(\.path)
    }
    #expect(try await names([]) == ["a.txt", "a/x", "a/y", "ab", "b/x"])
    #expect(try await names(["a"]) == ["a/x", "a/y"])
    #expect(try await names(["a/"]) == ["a/x", "a/y"])
    #expect(try await names(["a/x", "b"]) == ["a/x", "b/x"])
    #expect(try await names(["x"]) == [])
    #expect(try await names(["A"]) == [])
    #expect(try await repository.diff(from: after, to: after) == [])
  }
}
