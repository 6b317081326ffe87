internal import Git
internal import Host
internal import Manifests

/// The commit that a manifest is read from, for the ledger.
enum ManifestCommit {
  /// HEAD of the repository that holds the file, if the file is exactly as it is there. A file that
  /// was changed since, or is in no repository, has no commit that would say what was applied.
  static func of(_ file: SourceFile) async -> String? {
    let lane = BlockingLane(label: "plumb.commit")
    guard let path = await lane.run({ Files.resolved(file.path) }),
      let repository = try? await Repository.discover(from: Files.parent(of: path)),
      let folder = repository.workFolder, path.hasPrefix(folder + "/"),
      let head = try? await repository.resolve("HEAD")
    else { return nil }
    let inside = TreePath(String(path.dropFirst(folder.count + 1)))
    let limit = max(1, file.bytes.count)
    guard let blob = try? await repository.blob(at: inside, in: head.id, limit: limit),
      blob.bytes == file.bytes
    else { return nil }
    return head.id.hex
  }
}
