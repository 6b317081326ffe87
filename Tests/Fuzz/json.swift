// Feeds every reader of JSON stores whatever the fuzzer thinks of: a document, lines, nodes, or a
// persisted folder whose vector store it is, by the first byte; the rest is the file.
import Dispatch
import Glibc
import Host
import JSONDocuments
import JSONLines
import LlamaCloud
import LlamaIndex
import Model
import StoreBytes

private let folder: String = {
  let path = "/tmp/plumb-fuzz-json-\(getpid())"
  mkdir(path, 0o755)
  let nodes = #"{"docstore/data":{"a":{"__data__":{"text":"T"},"__type__":"1"}}}"#
  write(Array(nodes.utf8), to: path + "/docstore.json")
  let vectors = #"{"embedding_dict":{"a":[1,2],"b":[3,4]}}"#
  write(Array(vectors.utf8), to: path + "/simple.json")
  return path
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = bytes.first else { return 0 }
  let content = Array(bytes.dropFirst())
  let (name, reader): (String, any FormatReader) =
    switch first {
    case UInt8(ascii: "l"): ("rows.jsonl", JSONLinesFormat())
    case UInt8(ascii: "n"): ("nodes.json", LlamaCloudFormat())
    case UInt8(ascii: "v"): ("default__vector_store.json", LlamaIndexFormat())
    case UInt8(ascii: "i"): ("docstore.json", LlamaIndexFormat())
    default: ("rows.json", JSONDocumentsFormat())
    }
  let isFolder = first == UInt8(ascii: "v") || first == UInt8(ascii: "i")
  let path = folder + (first == UInt8(ascii: "i") ? "/i-" : "/") + name
  write(content, to: path)
  var files = [(name, path)]
  if first == UInt8(ascii: "v") { files.append(("docstore.json", folder + "/docstore.json")) }
  if first == UInt8(ascii: "i") {
    files.append(("default__vector_store.json", folder + "/simple.json"))
  }
  let version = StoreVersion(
    name: "fuzz",
    files: files.compactMap { name, path in
      (try? Files.facts(path)).map {
        StoreFile(name: name, path: path, size: $0.size, identity: $0.identity)
      }
    })
  let done = DispatchSemaphore(value: 0)
  Task {
    if !isFolder { _ = await reader.claim(version) }
    await prove(reader, version)
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
private func prove(_ reader: any FormatReader, _ version: StoreVersion) async {
  do {
    let store = try await reader.open(version, RowSelection(format: reader.format))
    var rows: [SourceRow] = []
    try await store.read { rows += $0 }
    let fresh = try await reader.open(version, RowSelection(format: reader.format))
    guard let last = rows.last else { return }
    if try await fresh.fetch([last.position]) != [last] { fatalError("another row") }
  } catch let error as any ExplainedError {
    if error.sentence.isEmpty { fatalError("a refusal without words") }
  } catch { fatalError("\(error)") }
}
