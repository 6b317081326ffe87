internal import Host

/// One of the shared files of AWS tools: sections of settings.
struct ProfileFile: Hashable, Sendable {
  /// By the name of the profile, without "profile ".
  private(set) var profiles: [String: [String: String]] = [:]

  init() {}

  /// In the configuration file a profile's section is called `[profile NAME]`, except for the default
  /// one; in the credentials file it is `[NAME]`.
  init(_ text: String, isCredentials: Bool) {
    var current: String?
    for line in text.split(whereSeparator: \.isNewline) {
      guard let first = line.first, first != "#", first != ";" else { continue }
      if first == "[" {
        current = ProfileFile.name(line, isCredentials)
        if let current, profiles[current] == nil { profiles[current] = [:] }
      } else if let current, !first.isWhitespace, let equals = line.firstIndex(of: "=") {
        // An indented line belongs to a setting of settings, such as `s3 =`; none of those matters here.
        let key = ProfileFile.trimmed(line[..<equals]).lowercased()
        profiles[current]?[key] = ProfileFile.value(line[line.index(after: equals)...])
      }
    }
  }

  /// Settings of the other file add to these; where both have one, the other's counts.
  func merged(with other: ProfileFile) -> ProfileFile {
    var result = self
    for (name, settings) in other.profiles {
      result.profiles[name, default: [:]].merge(settings) { $1 }
    }
    return result
  }

  private static func name(_ line: Substring, _ isCredentials: Bool) -> String? {
    let inner = trimmed(line.dropFirst().prefix { $0 != "]" })
    if isCredentials || inner == "default" { return inner }
    let words = inner.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "profile" else { return nil }
    return trimmed(words[1]).trimming("\"")
  }

  /// A comment may follow after white space.
  private static func value(_ text: Substring) -> String {
    var end = text.endIndex
    var before: Character = "x"
    for index in text.indices {
      if text[index] == "#" || text[index] == ";", before.isWhitespace {
        end = index
        break
      }
      before = text[index]
    }
    return trimmed(text[..<end])
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension String {
  fileprivate func trimming(_ mark: Character) -> String {
    first == mark && last == mark && count >= 2 ? String(dropFirst().dropLast()) : self
  }
}
