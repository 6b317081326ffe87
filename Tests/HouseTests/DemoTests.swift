import Host
import TestSupport
import Testing

/// The README shows what the demo prints. With PLUMB_REWRITE_GOLDEN=1 in the environment its block is
/// written instead of compared.
@Suite struct `The demo is the story that the README tells` {
  private static let start = "<!-- examples/demo.sh -->\n\n```console\n"
  private static let end = "```\n"

  @Test func `from the first plan to the rollback, to the letter`() throws {
    let demo = Shell.run("cd '\(House.root)' && examples/demo.sh 2>&1")
    try #require(demo.status == 0, "\(demo.output.suffix(2000))")
    let told = try Self.shown()
    let story = String(demo.output.drop { $0 == "\n" })
    if Environment.captured().nonEmpty("PLUMB_REWRITE_GOLDEN") == "1" {
      try Self.rewrite(with: story)
    } else {
      #expect(story == told.story, "see it with 'git diff' after PLUMB_REWRITE_GOLDEN=1 make test")
    }
    for excerpt in told.excerpts {
      #expect(story.contains(excerpt), "the README's excerpt is not in the demo: \(excerpt)")
    }
  }

  @Test func `nothing of it is left behind`() async {
    await withTemporaryFolder { folder in
      let demo = "cd '\(House.root)' && TMPDIR='\(folder)' examples/demo.sh >/dev/null 2>&1"
      #expect(Shell.run("\(demo); ls -A '\(folder)'").output == "")
    }
  }

  /// The whole story, and the pieces of it that stand above it in the README.
  private static func shown() throws -> (story: String, excerpts: [String]) {
    let readme = try House.text("README.md")
    let parts = readme.components(around: start)
    try #require(parts.count == 2, "the README has no block of the demo")
    let story = parts[1].components(around: end)[0]
    let excerpts = parts[0].components(around: "```console\n").dropFirst().map {
      $0.components(around: end)[0]
    }
    return (story, excerpts)
  }

  private static func rewrite(with story: String) throws {
    let parts = try House.text("README.md").components(around: start)
    let rest = parts[1].components(around: end).dropFirst().joined(separator: end)
    try Files.replace(
      "\(House.root)/README.md",
      with: Array((parts[0] + start + story + end + rest).utf8))
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
