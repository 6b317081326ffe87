import Glibc
import Local
import Model
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct `An apply that is asked to stop` {
  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `stops in order, gives its lock back, and the next one converges`(
    signal: Int32, status: Int32
  ) async throws {
    let (scene, calm, base) = (Scene(), Scene(), Scene())
    let rows = GeneratedRows(seed: 61, count: 10_000, dimensions: 8)
    for scene in [scene, calm] {
      scene.write([rows])
      scene.write(ManifestText(version: 1))
    }
    let start = ContinuousClock.now
    #expect(try Program.run("apply", "--yes", "docs.yaml", in: calm).status == 0)
    let whole = Int((ContinuousClock.now - start) / .microseconds(1))
    let expected = try await LocalTarget(path: calm.database).dumpDigest()
    var inTheMiddle = 0
    for part in 1...10 {
      try scene.takeDatabase(of: base)
      let program = try Program.start(["apply", "--yes", "docs.yaml"], in: scene)
      // Before that, a signal ends it as it ends any program that has just been started.
      program.wait { Sight.holdsSignals(program.pid) }
      if part.isMultiple(of: 2) {
        usleep(UInt32(whole * part / 11))
      } else {
        program.wait {
          Sight.finds("SELECT 1 FROM collections WHERE points > 0", in: scene.database)
        }
      }
      program.signal(signal)
      let end = program.end()
      let target = LocalTarget(path: scene.database)
      let reader = try await target.reader()
      #expect(try await reader.lock(of: "docs") == nil)
      let points = try await reader.collection("docs")?.points
      try await reader.close()
      if end.status != 0 {
        #expect(end.status == status, "\(end.errors)")
        #expect(end.errors.contains("stopping; once more to quit at once"), "\(end.errors)")
        #expect(end.errors.contains("stopped"), "\(end.errors)")
      }
      if points != nil, end.status != 0 {
        inTheMiddle += 1
        #expect(end.errors.contains("run it again to go on from here"), "\(end.errors)")
      }
      #expect(try Program.run("apply", "--yes", "docs.yaml", in: scene).status == 0)
      #expect(try await target.dumpDigest() == expected)
    }
    #expect(inTheMiddle > 0)
  }
}
