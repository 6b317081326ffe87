// Feeds the reader of numpy's files whatever the fuzzer thinks of: an array, or an archive of them, by
// the first byte; the rest is the file.
import Dispatch
import Glibc
import Host
import Model
import NumPy
import StoreBytes

private let folder = "/tmp/plumb-fuzz-npy-\(getpid())"

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = bytes.first else { return 0 }
  let path = folder + (first == UInt8(ascii: "z") ? ".npz" : ".npy")
  write(Array(bytes.dropFirst()), to: path)
  guard let facts = try? Files.facts(path)
  else { return 0 }
  let version = StoreVersion(
    name: "fuzz",
    files: [
      StoreFile(
        name: Files.name(of: path), path: path, size: facts.size, identity: facts.identity)
    ])
  let done = DispatchSemaphore(value: 0)
  Task {
    await prove(version)
    done.signal()
  }
  done.wait()
  return 0
}

/// Not flushed to the disk, which would take most of the time.
private func write(_ bytes: [UInt8], to path: String) {
  guard let file = fopen(path, "w") else { return }
  fwrite(bytes, 1, bytes.count, file)
  fclose(file)
}

/// What is read is read again the same; what is refused explains itself.
private func prove(_ version: StoreVersion) async {
  do {
    let reader = try await NumPyFormat().open(version, RowSelection(format: .numpy))
    var rows: [SourceRow] = []
    try await reader.read { rows += $0 }
    guard try await reader.inspect(full: false).rows == rows.count else {
      fatalError("another count")
    }
    guard let last = rows.last else { return }
    let again = try await reader.fetch([last.position])
    let bits = { (row: SourceRow) in row.vector?.map(\.bitPattern) }
    if again.map(bits) != [bits(last)] { fatalError("another row") }
  } catch let error as any ExplainedError {
    if error.sentence.isEmpty { fatalError("a refusal without words") }
  } catch { fatalError("\(error)") }
}
