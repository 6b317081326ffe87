import Catalogs
import Host
import Model
import TestSupport
import Testing

@testable import FileStores

@Suite struct `A folder with a catalog` {
  private let scratch = StoreScratch()

  private func failure(
    _ name: String, _ version: String? = nil, digest: FileStore.Digest? = nil
  ) async -> StoreError? {
    let store = FileStore(path: scratch.path, verifyingDigests: digest)
    return await #expect(throws: StoreError.self) {
      try await store.open(name: name, version: version)
    }
  }

  private func message(_ rest: String) -> String {
    "cannot open a vector store in \(scratch.path): \(rest)"
  }

  @Test func `opens a version by name, and the newest as the latest`() async throws {
    scratch.write(
      "metadata.json",
      #"{"s":[{"version":"a","timestamp":"2026-01-01T00:00:00Z"},{"version":"b","timestamp":"2026-01-02T00:00:00Z","documents":1}]}"#
    )
    scratch.write("s/a/rows.jsonl", "old")
    scratch.write("s/b/rows.jsonl", "newer")
    scratch.write("s/b/.hidden", "x")
    scratch.write("s/b/more/part.jsonl", "x")
    let store = FileStore(path: scratch.path)
    let old = try await store.open(name: "s", version: "a")
    #expect(old.version == "a" && !old.isLatest && old.files.map(\.name) == ["rows.jsonl"])
    let latest = try await store.open(name: "s", version: nil)
    #expect(latest.version == "b" && latest.isLatest && latest.entry?.documents == 1)
    #expect(latest.files.map(\.name) == ["more/part.jsonl", "rows.jsonl"])
    #expect(latest.files.map(\.size) == [1, 5])
    #expect(latest.files[1].path == scratch.path + "/s/b/rows.jsonl")
    #expect(latest.files[1].identity == (try Files.identity(scratch.path + "/s/b/rows.jsonl")))
    #expect(try await store.catalog()?.problems.map(\.code) == ["PS001"])
  }

  @Test func `pins only the files that the catalog lists`() async throws {
    scratch.write(
      "metadata.json",
      #"{"s":[{"version":"a","path":"v","files":[{"name":"x/b.jsonl","size":2},"a.jsonl"],"rows":{"name":"rows.plumb"}}]}"#
    )
    scratch.write("v/a.jsonl", "1")
    scratch.write("v/x/b.jsonl", "22")
    scratch.write("v/rows.plumb", "index")
    scratch.write("v/README", "?")
    let version = try await FileStore(path: scratch.path).open(name: "s", version: nil)
    #expect(version.files.map(\.name) == ["a.jsonl", "x/b.jsonl"])
    #expect(version.rowIndex?.name == "rows.plumb")
  }

  @Test func `takes a path that is one file`() async throws {
    scratch.write("metadata.json", #"{"s":[{"version":"a","path":"one.jsonl"}]}"#)
    scratch.write("one.jsonl", "1")
    let version = try await FileStore(path: scratch.path).open(name: "s", version: "a")
    #expect(version.files.map(\.name) == ["one.jsonl"])
  }

  @Test func `refuses files that are not as long as the catalog says`() async {
    scratch.write(
      "metadata.json", #"{"s":[{"version":"a","files":[{"name":"b.jsonl","size":3}]}]}"#)
    scratch.write("s/a/b.jsonl", "22")
    let error = await failure("s")
    #expect(error?.code == .wrongSize)
    #expect(
      error?.description
        == message(
          "b.jsonl has 2 bytes, the catalog says 3: the upload or download was cut short, or the file "
            + "was changed; publish the version again"))
  }

  @Test func `refuses files that are missing`() async {
    scratch.write("metadata.json", #"{"s":[{"version":"a","files":["b.jsonl"]}]}"#)
    scratch.write("s/a/c.jsonl", "22")
    #expect(
      await failure("s")?.description
        == message(
          "the file b.jsonl is missing or a link that leads nowhere; publish the version again"))
    scratch.write("metadata.json", #"{"s":[{"version":"b"}]}"#)
    #expect(
      await failure("s")?.description
        == message(
          "the catalog says that version b of s is at s/b/, but nothing is there; publish it again, or "
            + "take the entry out"))
  }

  @Test func `compares digests only when given the means`() async throws {
    let digest = String(repeating: "0a", count: 32)
    scratch.write(
      "metadata.json",
      #"{"s":[{"version":"a","files":[{"name":"b.jsonl","sha256":"\#(digest)"},"c.jsonl"]}]}"#)
    let file = scratch.write("s/a/b.jsonl", "22")
    scratch.write("s/a/c.jsonl", "22")
    _ = try await FileStore(path: scratch.path).open(name: "s", version: nil)
    let right: FileStore.Digest = { path in
      #expect(path == file)
      return digest
    }
    _ = try await FileStore(path: scratch.path, verifyingDigests: right).open(
      name: "s", version: nil)
    let error = await failure("s") { _ in "ff" }
    #expect(error?.code == .wrongDigest)
    #expect(
      error?.description
        == message(
          "b.jsonl of s has the SHA-256 ff, the catalog says \(digest); publish the version again"))
  }

  @Test func `says what there is instead`() async {
    scratch.write("metadata.json", #"{"docs":[{"version":"a"}],"images":[]}"#)
    #expect(
      await failure("dosc")?.description
        == message(
          #"metadata.json: no store "dosc", did you mean "docs"?; there are: docs, images"#))
    #expect(
      await failure("doc")?.description
        == message(#"metadata.json: no store "doc", did you mean "docs"?; there are: docs, images"#)
    )
    #expect(
      await failure("docs", "b")?.description
        == message(
          #"metadata.json: no version "b" of the store "docs", did you mean "a"?; there are: a"#))
  }

  @Test func `refuses a catalog that is none`() async {
    scratch.write("metadata.json", "{")
    let error = await failure("s")
    #expect(error?.code == .badCatalog)
    #expect(
      error?.description
        == message(
          "metadata.json: not readable as JSON: the text ends in the middle of a value at byte 1; restore "
            + "it from its last version"))
  }

  @Test func `refuses links that lead out of it`() async {
    let other = StoreScratch()
    other.write("secret.jsonl", "1")
    scratch.write("metadata.json", #"{"s":[{"version":"a"}],"t":[{"version":"a","path":"out"}]}"#)
    scratch.write("s/a/rows.jsonl", "1")
    scratch.link("s/a/more.jsonl", to: other.path + "/secret.jsonl")
    scratch.link("out", to: other.path)
    let error = await failure("s")
    #expect(error?.code == .outside)
    #expect(
      error?.description
        == message(
          "\(scratch.path)/s/a/more.jsonl is a link that leads out of the folder; copy the file instead"
        ))
    #expect(await failure("t")?.code == .outside)
  }
}

@Suite struct `A folder without a catalog` {
  private let scratch = StoreScratch()

  @Test func `opens paths inside it`() async throws {
    scratch.write("rows.jsonl", "1")
    scratch.write("folder/b.jsonl", "22")
    scratch.write("folder/a.jsonl", "1")
    scratch.link("folder/c.jsonl", to: "a.jsonl")
    let store = FileStore(path: scratch.path)
    let file = try await store.open(name: "rows.jsonl", version: nil)
    #expect(file.files.map(\.name) == ["rows.jsonl"])
    #expect(file.version == nil && file.entry == nil && !file.isLatest)
    let folder = try await store.open(name: "folder/", version: nil)
    #expect(folder.files.map(\.name) == ["a.jsonl", "b.jsonl", "c.jsonl"])
    #expect(try await store.catalog() == nil)
  }

  @Test(
    arguments: [
      (
        "rows.jsonl", "v1", StoreError.Code.noCatalog,
        #"the version "v1" of "rows.jsonl" was asked for, but there is no metadata.json; ask for the latest, or publish the store with a version"#
      ),
      (
        "../rows.jsonl", nil, .outside,
        #""../rows.jsonl" leads out of the folder; name something inside it"#
      ),
      ("/etc", nil, .outside, #""/etc" leads out of the folder; name something inside it"#),
      (
        "row.jsonl", nil, .noSuchName,
        #"no store "row.jsonl", did you mean "rows.jsonl"?; there are: empty, rows.jsonl"#
      ),
      ("empty", nil, .empty, #""empty" holds no file"#),
    ] as [(String, String?, StoreError.Code, String)])
  func `refuses the rest`(
    name: String, version: String?, code: StoreError.Code, message: String
  ) async {
    scratch.write("rows.jsonl", "1")
    scratch.write("empty/.hidden", "1")
    let error = await #expect(throws: StoreError.self) {
      try await FileStore(path: scratch.path).open(name: name, version: version)
    }
    #expect(error?.code == code)
    #expect(error?.description == "cannot open a vector store in \(scratch.path): \(message)")
  }

  @Test func `is told when it is not there`() async {
    let path = scratch.path + "/nowhere"
    let error = await #expect(throws: StoreError.self) {
      try await FileStore(path: path).open(name: "s", version: nil)
    }
    #expect(
      error?.description
        == "cannot open a vector store in \(path): cannot resolve \(path): no such file or directory; "
        + "check the path and its permissions")
  }
}
