// Feeds the reader of faiss indexes whatever the fuzzer thinks of, through a file in memory.
import FAISS
import Glibc
import Host
import Model
import StoreBytes

private let path = "/dev/shm/plumb-fuzz-faiss-\(getpid())"

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  write(start, count)
  guard let identity = try? Files.identity(path),
    let file = try? PinnedFile(
      StoreFile(name: "index.faiss", path: path, size: UInt64(count), identity: identity))
  else { fatalError("no file to read") }
  // The lists of an index on disk may be in the very same bytes.
  let lists = StoreFile(name: "lists", path: path, size: UInt64(count), identity: identity)
  guard let index = try? FAISSIndex(file, companions: [lists]) else { return 0 }
  prove(index, count)
  return 0
}

private func write(_ start: UnsafePointer<UInt8>?, _ count: Int) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else { fatalError("cannot write \(path)") }
  defer { close(descriptor) }
  guard Glibc.write(descriptor, start, count) == count else { fatalError("cannot write \(path)") }
}

private func prove(_ index: FAISSIndex, _ size: Int) {
  guard index.dimensions > 0, index.count >= 0, index.end <= UInt64(size) else {
    fatalError("an index that cannot be")
  }
  guard index.count <= max(size, 1) else { fatalError("more rows than bytes") }
  guard index.window > 0, index.window * index.dimensions <= 64 << 20 else {
    fatalError("a window of \(index.window) rows")
  }
  let some = 0..<min(index.count, index.window, 1 << 12, max(1, (1 << 20) / index.dimensions))
  guard let labels = try? index.labels(some) else { return }
  guard labels.count == some.count else { fatalError("another number of labels") }
  guard index.hasVectors, let vectors = try? index.vectors(some) else { return }
  guard vectors.count == some.count * index.dimensions else {
    fatalError("another number of values")
  }
  let places = Array(some).filter { $0 % 3 != 1 }
  guard let single = try? index.vectors(at: places) else {
    fatalError("what is read in a row is not read singly")
  }
  for (row, place) in places.enumerated() {
    for step in 0..<index.dimensions
    where single[row * index.dimensions + step].bitPattern
      != vectors[place * index.dimensions + step].bitPattern
    {
      fatalError("row \(place) is another one when read singly")
    }
  }
}
