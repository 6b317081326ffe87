import Glibc

/// Time on the clock and on the processors.
struct Spent {
  var seconds: Double
  var processor: Double

  static func during(_ body: () async throws -> Void) async throws -> Spent {
    let before = now()
    try await body()
    let after = now()
    return Spent(
      seconds: after.seconds - before.seconds, processor: after.processor - before.processor)
  }

  private static func now() -> Spent {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let seconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Spent(
      seconds: seconds, processor: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
  }

  func json(points: Int) -> String {
    "{\"points\": \(points), \"seconds\": \(seconds), \"processor\": \(processor)}"
  }
}
