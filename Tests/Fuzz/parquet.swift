// Feeds the reader of Parquet whatever the fuzzer thinks of, through a file in memory.
import Dispatch
import Glibc
import Host
import Model
import Parquet
import StoreBytes

private let path = "/dev/shm/plumb-fuzz-parquet-\(getpid())"

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard descriptor >= 0, write(descriptor, start, count) == count,
    close(descriptor) == 0, let identity = try? Files.identity(path)
  else { fatalError("cannot write \(path)") }
  let version = StoreVersion(
    name: "fuzz",
    files: [
      StoreFile(name: "rows.parquet", path: path, size: UInt64(count), identity: identity)
    ])
  let done = DispatchSemaphore(value: 0)
  Task {
    await read(version)
    done.signal()
  }
  done.wait()
  return 0
}

private func read(_ version: StoreVersion) async {
  guard let source = try? await ParquetFormat().open(version, RowSelection()) else { return }
  var next = 0
  try? await source.read { rows in
    for row in rows {
      guard row.position == next else { fatalError("row \(row.position) instead of \(next)") }
      next += 1
    }
    // A few bytes can announce very many rows of nothing.
    if next > 1 << 16 { throw CancellationError() }
  }
}
