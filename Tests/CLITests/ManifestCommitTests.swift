import Host
import Manifests
import TestSupport
import Testing

@testable import CLI

@Suite struct `The commit of a manifest` {
  private func commit(_ path: String, reading text: String) async -> String? {
    await ManifestCommit.of(SourceFile(path: path, bytes: Array(text.utf8)))
  }

  @Test func `is HEAD, while the file is what it is there`() async throws {
    let fixture = try await GitFixture.empty()
    try Files.makeFolder(fixture.path + "/deep")
    for path in ["/deep/docs.yaml", "/same.yaml"] {
      try Files.replace(fixture.path + path, with: Array("one\n".utf8))
    }
    try await fixture.git(["add", "."])
    try await fixture.git(["commit", "--quiet", "--message=First"])
    try Files.replace(fixture.path + "/new.yaml", with: Array("new\n".utf8))
    let head = String(
      decoding: try await fixture.git(["rev-parse", "HEAD"]).prefix(40), as: UTF8.self)
    try #require(head.utf8.count == 40)
    for (name, text, expected) in [
      ("deep/docs.yaml", "one\n", head), ("deep/../same.yaml", "one\n", head),
      ("deep/docs.yaml", "two\n", nil), ("deep/docs.yaml", "", nil),
      ("new.yaml", "new\n", nil), ("gone.yaml", "one\n", nil),
    ] {
      #expect(await commit("\(fixture.path)/\(name)", reading: text) == expected, "\(name) \(text)")
    }
  }

  @Test func `is nothing outside of a repository, and before the first commit`() async throws {
    #expect(await commit("standard input", reading: "one\n") == nil)
    try await withTemporaryFolder { folder in
      try Files.replace("\(folder)/docs.yaml", with: Array("one\n".utf8))
      #expect(await commit("\(folder)/docs.yaml", reading: "one\n") == nil)
    }
    let fixture = try await GitFixture.empty()
    try Files.replace("\(fixture.path)/docs.yaml", with: Array("one\n".utf8))
    #expect(await commit("\(fixture.path)/docs.yaml", reading: "one\n") == nil)
  }
}
