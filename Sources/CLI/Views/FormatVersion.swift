internal import Wire

/// The version of every JSON document that plumb prints.
enum FormatVersion {
  /// A higher minor number only adds keys, which readers ignore; a higher major number is a
  /// different document.
  static let current = "1.0"
}

extension Output {
  /// Prints a document: `members` behind the version of the format.
  func print(_ members: KeyValuePairs<String, JSON>) throws(Failure) {
    try print(JSONWriter.text(Output.document(members), .pretty))
  }

  static func document(_ members: KeyValuePairs<String, JSON>) -> JSON {
    let version = JSON.Member("format_version", .string(FormatVersion.current))
    return .object([version] + members.map { JSON.Member($0.key, $0.value) })
  }
}
