// bench-qdrant: what the Qdrant target alone costs, with everything that it is given in memory.
//
//   bench-qdrant upload PORT DIMENSIONS POINTS    writes points as an apply does, TIMES over if given
//   bench-qdrant scan PORT COLLECTION             reads (id, fingerprint) of all points as a plan does
//
// Prints seconds and processor seconds of that alone as one line of JSON. The server is on the
// loopback address and speaks gRPC. What the whole program costs, compare.py measures from outside.
import Glibc
import Host
import Model
import Qdrant

let words = CommandLine.arguments
guard words.count >= 4, let port = Int(words[2]) else { fail("see the first lines of main.swift") }
let target = QdrantTarget(
  QdrantConnection(url: "http://127.0.0.1", grpcPort: port, transport: .grpc),
  environment: Environment())
switch (words[1], words.count) {
case ("upload", 5), ("upload", 6):
  let numbers = words[3...].compactMap { Int($0) }
  guard numbers.count == words.count - 3 else { fail("not a number") }
  try await upload(numbers[0], numbers[1], times: numbers.dropFirst(2).first ?? 1)
case ("scan", 4): try await scan(words[3])
default: fail("no such measurement: \(words[1])")
}

func upload(_ dimensions: Int, _ count: Int, times: Int) async throws {
  let lock = Lock(
    owner: "bench", id: String(repeating: "b", count: 32), holder: "bench",
    takenAt: "2026-01-01T00:00:00Z", expiresAt: "2026-01-02T00:00:00Z")
  let writer = try await target.writer()
  try await writer.take(lock, now: lock.takenAt)
  if try await target.reader().collection("bench") != nil {
    try await writer.drop("bench", under: lock)
  }
  try await writer.create("bench", Samples.spec(dimensions), under: lock)
  // As many at once as an apply writes.
  let batches = stride(from: 0, to: count, by: 1000).map { start in
    (start..<min(start + 1000, count)).map { Samples.point($0, dimensions) }
  }
  let spent = try await Spent.during {
    for _ in 0..<times {
      for batch in batches { try await writer.upsert(batch, in: "bench", under: lock) }
    }
  }
  try await writer.release(lock)
  print(spent.json(points: count * times))
}

func scan(_ collection: String) async throws {
  let reader = try await target.reader()
  var count = 0
  let spent = try await Spent.during {
    try await reader.scan(collection) { page in
      for point in page where point.mark != nil { count += 1 }
    }
  }
  print(spent.json(points: count))
}

func fail(_ message: String) -> Never {
  let line = "error: \(message)\n"
  _ = write(2, line, line.utf8.count)
  exit(1)
}
