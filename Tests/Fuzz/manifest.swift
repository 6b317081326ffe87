// Feeds the manifest reader, the connections reader and the formatter whatever the fuzzer thinks of.
// The modules are compiled beforehand and linked; see README.md.
import Manifests
import Model

/// The first byte chooses the reader.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let file = SourceFile(path: "fuzz.yaml", bytes: Array(bytes.dropFirst()))
  if bytes.first == UInt8(ascii: "c") {
    let (connections, problems) = ConnectionsReader.read(
      file, environment: ["A": "b"], baseFolder: "/base")
    prove(problems, file, isRead: connections != nil)
    return 0
  }
  let set = ManifestReader.read(files: [file])
  prove(set.problems, file, isRead: !set.manifests.isEmpty)
  for entry in set.manifests {
    var sink: [UInt8] = []
    entry.manifest.canonical.writeCanonically(into: &sink)
    if sink.isEmpty { fatalError("a manifest without a digest") }
  }
  proveFormatting(file, set)
  return 0
}

private func prove(_ problems: [Problem], _ file: SourceFile, isRead: Bool) {
  if problems.isEmpty && !isRead { fatalError("nothing read, and nothing said about it") }
  let lines = file.bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
  for problem in problems {
    guard let place = problem.place, (1...lines).contains(place.line), place.column >= 1 else {
      fatalError("a problem outside of the file")
    }
    if problem.text.isEmpty || problem.message.isEmpty { fatalError("a problem without words") }
  }
}

/// Formatting must never change what a manifest means.
private func proveFormatting(_ file: SourceFile, _ set: ManifestSet) {
  guard case .success(let bytes) = ManifestFormatter.format(file) else { return }
  let again = ManifestReader.read(files: [SourceFile(path: file.path, bytes: bytes)])
  if again.manifests.map(\.manifest) != set.manifests.map(\.manifest) {
    fatalError("formatting changed a manifest")
  }
}
