import Manifests
import Model

/// Readers and formatter of manifests; after a first byte `c`, of connections.
enum ManifestTarget: FuzzTarget {
  static func feed(_ bytes: [UInt8], in folder: String) throws {
    let file = SourceFile(path: "fuzz.yaml", bytes: Array(bytes.dropFirst()))
    if bytes.first == UInt8(ascii: "c") {
      let (connections, problems) = ConnectionsReader.read(
        file, environment: ["A": "b"], baseFolder: "/base")
      return try prove(problems, file, isRead: connections != nil)
    }
    let set = ManifestReader.read(files: [file])
    try prove(set.problems, file, isRead: !set.manifests.isEmpty)
    for entry in set.manifests {
      var sink: [UInt8] = []
      entry.manifest.canonical.writeCanonically(into: &sink)
      try require(!sink.isEmpty, "a manifest without a digest")
    }
    try proveFormatting(file, set)
  }

  private static func prove(_ problems: [Problem], _ file: SourceFile, isRead: Bool) throws {
    try require(isRead || !problems.isEmpty, "nothing read, and nothing said about it")
    let lines = file.bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    for problem in problems {
      guard let place = problem.place, (1...lines).contains(place.line), place.column >= 1 else {
        throw Broken("a problem outside of the file")
      }
      try require(!problem.text.isEmpty && !problem.message.isEmpty, "a problem without words")
    }
  }

  /// Formatting must never change what a manifest means.
  private static func proveFormatting(_ file: SourceFile, _ set: ManifestSet) throws {
    guard case .success(let bytes) = ManifestFormatter.format(file) else { return }
    let again = ManifestReader.read(files: [SourceFile(path: file.path, bytes: bytes)])
    try require(
      again.manifests.map(\.manifest) == set.manifests.map(\.manifest),
      "formatting changed a manifest")
  }
}
