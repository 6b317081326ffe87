import Host
import TestSupport
import Testing

/// The README shows what the demo prints. With PLUMB_REWRITE_GOLDEN=1 in the environment its block is
/// written instead of compared.
@Suite struct `The demo is the story that the README tells` {
  static let start = "<!-- examples/demo.sh -->\n\n```console\n"
  static let end = "```\n"

  @Test func `from the first plan to the rollback, to the letter`() throws {
    let demo = Shell.run("cd '\(House.root)' && examples/demo.sh 2>&1")
    #expect(demo.status == 0, "\(demo.output.suffix(2000))")
    let told = try shown()
    let story = String(demo.output.drop { $0 == "\n" })
    if Environment.captured().nonEmpty("PLUMB_REWRITE_GOLDEN") == "1", demo.status == 0 {
      try rewrite(with: story)
    } else {
      #expect(story == told.story, "see it with 'git diff' after PLUMB_REWRITE_GOLDEN=1 make test")
    }
    for excerpt in told.excerpts {
      #expect(story.contains(excerpt), "the README's excerpt is not in the demo: \(excerpt)")
    }
  }

  @Test func `nothing of it is left behind`() throws {
    try withScratch { scratch in
      let run = Shell.run(
        "cd '\(House.root)' && TMPDIR='\(scratch)' examples/demo.sh >/dev/null 2>&1; ls -A '\(scratch)'"
      )
      #expect(run.output == "")
    }
  }

  private func withScratch(_ body: (String) throws -> Void) rethrows {
    let folder = Shell.run("mktemp -d").output.split(separator: "\n").first.map(String.init) ?? "."
    defer { _ = Shell.run("rm -r '\(folder)'") }
    try body(folder)
  }

  /// The whole story, and the pieces of it that stand above it in the README.
  private func shown() throws -> (story: String, excerpts: [String]) {
    let readme = try House.text("README.md")
    let parts = readme.components(around: Self.start)
    try #require(parts.count == 2, "the README has no block of the demo")
    let story = parts[1].components(around: Self.end)[0]
    let excerpts = parts[0].components(around: "```console\n").dropFirst().map {
      $0.components(around: Self.end)[0]
    }
    return (story, excerpts)
  }

  private func rewrite(with story: String) throws {
    let parts = try House.text("README.md").components(around: Self.start)
    let rest = parts[1].components(around: Self.end).dropFirst().joined(separator: Self.end)
    try Files.replace(
      "\(House.root)/README.md",
      with: Array((parts[0] + Self.start + story + Self.end + rest).utf8))
  }
}

extension String {
  /// What stands between the occurrences of a separator.
  fileprivate func components(around separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let found = rest.firstRange(of: separator) {
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return parts + [String(rest)]
  }
}
