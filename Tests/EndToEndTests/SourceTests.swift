import Glibc
import Host
import TestSupport
import Testing

/// Law 5: an empty or unreadable source never means "delete all".
@Suite(.timeLimit(.minutes(30))) struct `A source that is not whole` {
  private let scene = Scene()
  private let rows = GeneratedRows(seed: 41, count: 300, dimensions: 8)

  init() throws {
    scene.write([rows, rows.bumped(seed: 41)])
    scene.write(ManifestText(version: 1))
    try #require(try Program.run("apply", "--yes", "docs.yaml", in: scene).status == 0)
    scene.write(ManifestText(version: 2))
  }

  @Test(arguments: ["", "\n", "\n\n  \n\n", " "], [true, false])
  func `and empty is refused`(content: String, counted: Bool) throws {
    scene.write([rows, rows.bumped(seed: 41)], counted: counted)
    scene.write(Array(content.utf8), version: 2)
    if counted {
      try expectRefused(1, "the catalog says 303 documents for version v2, the files have 0")
    } else {
      try expectRefused(3, "BLOCKED (PL502)")
    }
  }

  /// Cut anywhere: at a line end only the catalog's count can tell.
  @Test(arguments: 1...8)
  func `and cut short is refused`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let whole = Array(rows.bumped(seed: 41).text.utf8)
    var length = 1 + random.below(whole.count - 2)
    while whole[length - 1] == UInt8(ascii: "}") || whole[length - 1] == 0x0A { length -= 1 }
    scene.write(Array(whole[..<length]), version: 2)
    try expectRefused(1, "rows.jsonl")
    scene.write([rows, rows.bumped(seed: 41)], counted: false)
    scene.write(Array(whole[..<length]), version: 2)
    try expectRefused(1, "rows.jsonl")
  }

  @Test(arguments: 1...6)
  func `and cut at the end of a line is refused by the catalog's count`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let next = rows.bumped(seed: 41)
    let left = GeneratedRows(Array(next.rows.prefix(1 + random.below(next.rows.count - 1))))
    scene.write(Array(left.text.utf8), version: 2)
    try expectRefused(nil, "\(next.rows.count)")
  }

  @Test func `and cut at the end of a line without a count needs a person's word`() throws {
    let left = GeneratedRows(Array(rows.bumped(seed: 41).rows.prefix(100)))
    scene.write([rows, left], counted: false)
    var manifest = ManifestText(version: 2)
    manifest.allow = []
    scene.write(manifest)
    try expectRefused(3, "sync.maxDelete")
  }

  @Test func `and gone is refused`() throws {
    unlink(scene.folder + "/" + Scene.rowsName(2))
    try expectRefused(1, "docs/v2")
    rmdir(scene.stores + "/docs/v2")
    try expectRefused(1, "docs/v2")
  }

  @Test func `and a catalog that cannot be read are refused`() throws {
    for text in ["", "{", "[]", "{\"docs\": 7}", "{\"docs\": []}"] {
      scene.write("stores/metadata.json", text)
      try expectRefused(1, "metadata.json")
    }
  }

  @Test(.enabled(if: getuid() != 0 || Shell.has("setpriv"), "root may read everything"))
  func `and may not be read is refused`() throws {
    let path = scene.folder + "/" + Scene.rowsName(2)
    let shell = Shell.run(
      """
      cd '\(scene.folder)'; chmod -R a+rX .; chmod 755 .; chmod 000 '\(path)'; cp "$(command -v plumb)" p
      user() { if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
      HOME=/nonexistent user ./p plan docs.yaml 2>&1; echo "exit $?"
      """)
    #expect(shell.output.contains("rows.jsonl"), "\(shell.output)")
    #expect(shell.output.contains("permission denied"), "\(shell.output)")
    #expect(shell.output.hasSuffix("exit 1\n"), "\(shell.output)")
  }

  /// Neither plan nor apply succeeds or touches the database, and the words name what is wrong.
  private func expectRefused(
    _ status: Int32?, _ words: String, location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try scene.facts()[scene.database]
    for command in [["plan", "docs.yaml"], ["apply", "--yes", "docs.yaml"]] {
      let end = try Program.start(command, in: scene).end()
      #expect(end.status != 0, "\(end.output)", sourceLocation: location)
      if let status { #expect(end.status == status, "\(end.errors)", sourceLocation: location) }
      #expect(
        (end.errors + end.output).contains(words), "\(end.output)\(end.errors)",
        sourceLocation: location)
    }
    #expect(try scene.facts()[scene.database] == before, sourceLocation: location)
  }
}
