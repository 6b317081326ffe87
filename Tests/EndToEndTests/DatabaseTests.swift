import Glibc
import Host
import Local
import TestSupport
import Testing

/// A disk that is full, a file that may not be written, bytes that are not what they were.
@Suite(.timeLimit(.minutes(30))) struct `A database that fails` {
  private let scene = Scene()
  private let rows = GeneratedRows(seed: 71, count: 2500, dimensions: 8)

  init() throws {
    scene.write([rows, rows.bumped(seed: 71)])
    scene.write(ManifestText(version: 1))
    try #require(try Program.run("apply", "--yes", "docs.yaml", in: scene).status == 0)
  }

  @Test(.enabled(if: Mounts.work, "no tmpfs can be mounted here"), arguments: [200, 420, 700])
  func `because the disk is full says so, and the next apply converges`(kilobytes: Int) async throws
  {
    let full = Scene()
    full.write([rows])
    full.write(ManifestText(version: 1))
    try Files.makeFolder(full.folder + "/disk")
    full.write(
      "plumb.yaml",
      """
      apiVersion: plumb/v1
      kind: Connections
      stores: { local: { files: { path: ./stores } } }
      targets: { local: { local: { path: ./disk/plumb.db } } }

      """)
    let mount = Shell.run("mount -t tmpfs -o size=\(kilobytes)k tmpfs '\(full.folder)/disk'")
    try #require(mount.status == 0)
    defer { _ = Shell.run("umount '\(full.folder)/disk'") }
    let end = try Program.run("apply", "--yes", "docs.yaml", in: full)
    #expect([1, 6].contains(end.status), "\(end.status) \(end.errors)")
    #expect(end.errors.contains("the disk is full"), "\(end.errors)")
    #expect(end.errors.contains("free some space and run"), "\(end.errors)")
    _ = Shell.run("mount -o remount,size=64m '\(full.folder)/disk'")
    let again = try Program.run("apply", "--yes", "docs.yaml", in: full)
    #expect(again.status == 0, "\(again.errors)")
    let expected = try await LocalTarget(path: scene.database).dumpDigest()
    let found = try await LocalTarget(path: full.folder + "/disk/plumb.db").dumpDigest()
    #expect(found == expected)
  }

  @Test(.enabled(if: Mounts.work, "no file system can be bound read-only here"))
  func `because it may not be written says so, and can still be planned`() throws {
    scene.write(ManifestText(version: 2))
    let bind = Shell.run(
      "mount --bind '\(scene.folder)' '\(scene.folder)' && mount -o remount,bind,ro '\(scene.folder)'"
    )
    let unbind = "umount '\(scene.folder)'"
    try #require(bind.status == 0)
    let outside = Scene()
    func run(_ words: String) -> Shell {
      Shell.run(
        "cd '\(scene.folder)'; PLUMB_CACHE='\(outside.cache)' plumb \(words) 2>&1; echo \"exit $?\""
      )
    }
    let (plan, apply) = (run("plan docs.yaml"), run("apply --yes docs.yaml"))
    _ = Shell.run(unbind)
    #expect(plan.output.hasSuffix("exit 0\n"), "\(plan.output)")
    #expect(apply.output.hasSuffix("exit 1\n"), "\(apply.output)")
    #expect(apply.output.contains("the database may not be written"), "\(apply.output)")
    #expect(apply.output.contains("give write permission"), "\(apply.output)")
    let end = try Program.run("apply", "--yes", "docs.yaml", in: scene)
    #expect(end.status == 0, "\(end.errors)")
    #expect(try Program.run("plan", "--detailed-exitcode", "docs.yaml", in: scene).status == 0)
  }

  @Test(arguments: 1...10)
  func `because bytes were flipped or cut off never crashes, and is never believed blindly`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    var bytes = try Files.read(scene.database, limit: 1 << 30)
    if seed % 2 == 0 {
      bytes = Array(bytes[..<(bytes.count / 4 + random.below(bytes.count / 2))])
    } else {
      let start = 8192 + random.below(bytes.count / 2)
      for index in start..<min(start + 24_000, bytes.count) {
        bytes[index] = UInt8(random.below(256))
      }
    }
    scene.write("plumb.db", bytes)
    scene.write(ManifestText(version: 2))
    for command in [
      ["plan", "docs.yaml"], ["apply", "--yes", "docs.yaml"], ["verify", "docs.yaml"],
    ] {
      let end = try Program.start(command, in: scene).end()
      #expect([0, 1, 2, 3, 6].contains(end.status), "\(end.status) \(end.errors)")
      guard end.status == 1 || end.status == 6 else { continue }
      #expect(end.errors.contains("damaged"), "\(end.errors)")
      #expect(end.errors.contains("restore the file from a backup"), "\(end.errors)")
    }
    unlink(scene.database)
    #expect(try Program.run("apply", "--yes", "docs.yaml", in: scene).status == 0)
  }

  @Test func `because it is no database is left as it is`() throws {
    let text = String(repeating: "This is a diary. ", count: 1000)
    scene.write("plumb.db", text)
    for command in [["plan", "docs.yaml"], ["apply", "--yes", "docs.yaml"]] {
      let end = try Program.start(command, in: scene).end()
      #expect(end.status == 1)
      #expect(end.errors.contains("the file is not a SQLite database"), "\(end.errors)")
    }
    #expect(try Files.read(scene.database, limit: 1 << 20) == Array(text.utf8))
  }
}

/// Whether this process may mount.
enum Mounts {
  static let work: Bool = {
    let script = "d=$(mktemp -d); mount -t tmpfs -o size=64k tmpfs $d && umount $d; s=$?; rmdir $d"
    return Shell.run("{ \(script); } 2>/dev/null; exit $s").status == 0
  }()
}
