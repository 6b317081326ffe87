import Foundation
import Host
import TestSupport
import Testing

@testable import HTTP

@Suite(.serialized) struct `Many at once` {
  @Test func `64 requests through 8 lanes leave the other tasks their time`() async throws {
    let bench = try await Bench(HTTPConfiguration(lanes: 8))
    let gaps = Locked<[Duration]>([])
    let elapsed = try await fastest(within: .milliseconds(2500), attempts: 4) {
      let done = Locked(false)
      async let gap = heartbeat { done.withLock { $0 } }
      let begin = ContinuousClock.now
      let texts = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<64 {
          group.addTask { try await bench.get("/delay/100") { $0.deadline = .seconds(60) }.text }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let elapsed = ContinuousClock.now - begin
      done.withLock { $0 = true }
      #expect(texts == [String](repeating: "late", count: 64))
      let longest = await gap
      gaps.withLock { $0.append(longest) }
      return elapsed
    }
    // Eight rounds of 100 ms; on a pool of two threads it would be 3.2 s, without a beat between.
    #expect(elapsed >= .milliseconds(800) && elapsed < .milliseconds(2500))
    #expect(try #require(gaps.withLock { $0.min() }) < .milliseconds(1500))
    #expect(try await bench.log().allSatisfy { Int($0.prefix { $0 != " " }) ?? 99 <= 8 })
  }

  @Test func `half of the tasks are cancelled under load and the others do not notice`()
    async throws
  {
    let bench = try await Bench(HTTPConfiguration(lanes: 4))
    let tasks = (0..<40).map { number in
      Task {
        await failure { () async throws(HTTPError) in
          try await bench.get(number.isMultiple(of: 2) ? "/delay/20" : "/stall-headers")
        }
      }
    }
    try await Task.sleep(for: .milliseconds(100))
    for number in stride(from: 1, to: 40, by: 2) { tasks[number].cancel() }
    for (number, task) in tasks.enumerated() {
      #expect(await task.value?.code == (number.isMultiple(of: 2) ? nil : .cancelled))
    }
    #expect(try await bench.get("/echo").text == "ok")
  }

  @Test func `no descriptor stays open`() async throws {
    let peer = try await Peer.start("http_peer.py")
    let paths = [
      "echo", "reset", "truncate", "stall-body", "close-after", "endless-body", "bad-chunk",
    ]
    let before = try await settledSockets(0, to: peer.port)
    for _ in 0..<5 {
      let client = HTTPClient(HTTPConfiguration(lanes: 3))
      await withTaskGroup(of: Void.self) { group in
        for path in paths {
          group.addTask {
            var request = HTTPRequest(.get, "http://127.0.0.1:\(peer.port)/\(path)")
            request.deadline = .milliseconds(150)
            request.limits.bodyBytes = 10_000
            _ = try? await client.send(request)
          }
        }
      }
    }
    #expect(try await settledSockets(before, to: peer.port) == before)
  }
}

/// The longest time between two ticks of a task that ticks every 5 ms.
private func heartbeat(until isDone: @Sendable () -> Bool) async -> Duration {
  var longest = Duration.zero
  var last = ContinuousClock.now
  while !isDone() && !Task.isCancelled {
    try? await Task.sleep(for: .milliseconds(5))
    let now = ContinuousClock.now
    longest = max(longest, now - last)
    last = now
  }
  return longest
}

/// How many of our descriptors are connected to a port, given a second to become as few as expected.
/// Only those to the test's own peer count: other suites open and close theirs at the same time.
private func settledSockets(_ expected: Int, to port: Int) async throws -> Int {
  var count = sockets(to: port)
  for _ in 0..<50 where count > expected {
    try await Task.sleep(for: .milliseconds(20))
    count = sockets(to: port)
  }
  return count
}

private func sockets(to port: Int) -> Int {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
  return names.compactMap { Int32($0) }.count { descriptor in
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let answer = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) }
    }
    return answer == 0 && address.sin_family == AF_INET
      && Int(UInt16(bigEndian: address.sin_port)) == port
  }
}
