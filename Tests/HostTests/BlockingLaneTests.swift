import Glibc
import Synchronization
import Testing

@testable import Host

@Suite(.timeLimit(.minutes(15)))
struct BlockingLaneTests {
  private final class Counts: Sendable {
    let running = Atomic<Int>(0)
    let clashes = Atomic<Int>(0)
  }

  private struct Refused: Error, Equatable { let number: Int }

  @Test func `work runs in the order in which it was given, one at a time`() async {
    let lane = BlockingLane(label: "test")
    let counts = Counts()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          await lane.run {
            if counts.running.wrappingAdd(1, ordering: .relaxed).newValue > 1 {
              counts.clashes.wrappingAdd(1, ordering: .relaxed)
            }
            usleep(200)
            counts.running.wrappingSubtract(1, ordering: .relaxed)
          }
        }
      }
    }
    #expect(counts.clashes.load(ordering: .relaxed) == 0)
  }

  @Test func `an error keeps its type`() async {
    let lane = BlockingLane(label: "test")
    do throws(Refused) {
      try await lane.run { () throws(Refused) in throw Refused(number: 3) }
      Issue.record("nothing was thrown")
    } catch {
      #expect(error == Refused(number: 3))
    }
  }

  @Test func `blocked lanes do not hold up other tasks`() async {
    let lanes = (0..<8).map { BlockingLane(label: "test \($0)") }
    let flag = CancellationFlag()
    await withTaskGroup(of: Bool.self) { group in
      // Each blocks until another task has run, which it could not if these held the pool.
      for lane in lanes { group.addTask { await lane.run { Self.wait(for: flag) } } }
      try? await Task.sleep(for: .milliseconds(100))
      flag.raise()
      for await wasRaised in group { #expect(wasRaised) }
    }
  }

  /// Blocks its thread, for ten seconds at most.
  private static func wait(for flag: CancellationFlag) -> Bool {
    var rounds = 0
    while !flag.isRaised && rounds < 10_000 {
      usleep(1000)
      rounds += 1
    }
    return flag.isRaised
  }

  @Test func `the flag is raised when the task is cancelled`() async {
    let lane = BlockingLane(label: "test")
    let task = Task {
      await withCancellationFlag { flag in
        await lane.run { Self.wait(for: flag) }
      }
    }
    task.cancel()
    #expect(await task.value)
  }
}
