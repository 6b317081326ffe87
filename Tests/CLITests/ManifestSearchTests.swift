import Host
import Manifests
import TestSupport
import Testing

@testable import CLI

@Suite struct `Manifests are found behind paths` {
  /// Runs `script` in a new folder and searches `paths` there; folders in messages become `DIR`.
  private func search(_ paths: [String], in script: String) async -> String {
    await withTemporaryFolder { folder in
      #expect(Shell.run("cd \(folder) && { \(script); }").status == 0)
      let inside = paths.map { $0 == "-" ? $0 : $0 == "." ? folder : "\(folder)/\($0)" }
      do {
        let files = try await ManifestSearch.files(at: inside, input: MemoryInput("typed"))
        return files.map { $0.path.without(folder) }.joined(separator: " ")
      } catch let error as CommandError {
        return ([error.message] + error.hints).map { $0.without(folder) }.joined(separator: "; ")
      } catch {
        return "\(error)"
      }
    }
  }

  @Test func `a folder stands for its YAML files, in order`() async {
    let found = await search(
      ["."], in: "mkdir -p b/c; touch z.yaml a.yml b/c/m.yaml notes.md b/x.json B.yaml")
    #expect(found == "DIR/B.yaml DIR/a.yml DIR/b/c/m.yaml DIR/z.yaml")
  }

  @Test func `hidden files and folders are left out unless they are named`() async {
    let script = "mkdir .git; touch .git/a.yaml .b.yaml c.yaml"
    #expect(await search(["."], in: script) == "DIR/c.yaml")
    #expect(await search([".b.yaml", ".git"], in: script) == "DIR/.b.yaml DIR/.git/a.yaml")
  }

  @Test func `the connections file beside manifests is not one of them`() async {
    let connections = "printf 'apiVersion: plumb/v1\nkind: Connections\n' > plumb.yaml"
    #expect(await search(["."], in: "touch a.yaml; \(connections)") == "DIR/a.yaml")
    #expect(
      await search([".", "plumb.yaml"], in: "touch a.yaml; \(connections)")
        == "DIR/a.yaml DIR/plumb.yaml")
    // A manifest may have that name.
    #expect(await search(["."], in: "echo 'kind: Collection' > plumb.yaml") == "DIR/plumb.yaml")
  }

  @Test func `a loop of links ends and a file counts once`() async {
    let found = await search(
      ["a.yaml", ".", "sub/", "sub"],
      in: "mkdir sub; touch a.yaml sub/b.yaml; ln -s .. sub/up; ln -s a.yaml twin.yaml; ln -s o o")
    #expect(found == "DIR/a.yaml DIR/sub/b.yaml")
  }

  @Test func `a dash is standard input`() async {
    #expect(await search(["-"], in: "true") == "standard input")
  }

  @Test(arguments: [
    ("prod.yml", "there is no DIR/prod.yml; did you mean 'DIR/prod.yaml'?"),
    ("live/prod.yaml", "there is no DIR/live/prod.yaml; did you mean 'DIR/life'?"),
    (
      "zzzzzzzz/a.yaml",
      "there is no DIR/zzzzzzzz/a.yaml; the folder DIR is there, 'zzzzzzzz' in it is not"
    ),
    ("prod.yaml/x.yaml", "there is no DIR/prod.yaml/x.yaml; DIR/prod.yaml is a file, not a folder"),
    (
      "empty",
      "there is no manifest in DIR/empty; a folder stands for the files below it that end in .yaml or .yml"
    ),
    ("broken", "there is no DIR/broken/b.yaml; did you mean 'DIR/broken/b.yaml'?"),
  ])
  func `a path that cannot be read is told with what is near`(path: String, message: String) async {
    let found = await search(
      [path], in: "touch prod.yaml; mkdir life empty broken; ln -s gone broken/b.yaml")
    #expect(found == message)
  }

  @Test func `a file of many megabytes is refused before it is read`() async {
    let found = await search(["big.yaml"], in: "truncate -s 1T big.yaml")
    #expect(
      found
        == "DIR/big.yaml is too large for a manifest: at least 1,099,511,627,776 bytes, "
        + "67,108,864 allowed; was this file meant?")
  }
}

extension String {
  fileprivate func without(_ folder: String) -> String {
    var text = self
    while let range = text.firstRange(of: folder) { text.replaceSubrange(range, with: "DIR") }
    return text
  }
}
