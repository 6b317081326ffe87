// The blobs of a Chroma segment: the first byte says whether lengths are wanted, the next two how much of
// the rest is elements; then come the header, the elements and the lengths.
import Chroma
import Glibc
import Model
import StoreBytes

private let folder: String = {
  let path = "/tmp/plumb-fuzz-chroma-\(getpid())"
  mkdir(path, 0o700)
  return path
}()

private func file(_ name: String, _ bytes: ArraySlice<UInt8>) -> StoreFile {
  let path = folder + "/" + name
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  close(descriptor)
  return StoreFile(name: name, path: path, size: UInt64(bytes.count), identity: "")
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard bytes.count >= 103 else { return 0 }
  let end = min(bytes.count, 103 + Int(bytes[1]) + Int(bytes[2]) << 8)
  let lengths = bytes[0] & 1 == 1 ? file("lengths", bytes[end...]) : nil
  guard
    let segment = try? VectorSegment(
      header: file("header", bytes[3..<103]), elements: file("elements", bytes[103..<end]),
      lengths: lengths)
  else { return 0 }
  var slots = 0
  try? segment.forEachElement { element in
    guard element.slot == slots else { fatalError("an element out of turn") }
    slots += 1
    guard let vector = try? segment.vector(at: element.slot) else { return }
    guard vector.count == segment.dimensions else { fatalError("a vector of another size") }
  }
  guard slots == segment.count else { fatalError("elements that were announced are not there") }
  guard (try? segment.vector(at: segment.count)) == nil, (try? segment.vector(at: -1)) == nil
  else { fatalError("an element that is not there") }
  return 0
}
