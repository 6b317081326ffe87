internal import Model
internal import YAML

/// Reads manifests. Pure: whatever the bytes say, nothing is contacted, executed or expanded.
public enum ManifestReader {
  public static func read(files: [SourceFile]) -> ManifestSet {
    var manifests: [ManifestSet.Entry] = []
    var problems: [Problem] = []
    var outlines: [Outline] = []
    var isComplete = true
    for file in files {
      let reader = DocumentReader.manifests(file)
      problems += reader.problems
      isComplete = isComplete && reader.isComplete
      for document in reader.documents {
        let outline = Outline(document.root, reader.lines)
        outlines.append(outline)
        guard !document.hasErrors, let name = outline.name,
          let manifest = ManifestBuilder.manifest(document.value)
        else { continue }
        manifests.append(ManifestSet.Entry(manifest: manifest, place: name.place))
      }
    }
    problems += CrossRules.problems(among: outlines, isComplete: isComplete)
    return ManifestSet(manifests: manifests, problems: problems.sorted(by: Problem.isBefore))
  }
}
