internal import Host
internal import Wire

/// A document in a file of its own, complete or not there at all.
enum WholeFile {
  static func write(_ members: KeyValuePairs<String, JSON>, to path: String) throws {
    let text = JSONWriter.text(Output.document(members), .pretty) + "\n"
    do {
      try Files.replace(path, with: Array(text.utf8))
    } catch {
      throw CommandError(
        "output", error.description,
        hints: error.isFullDisk ? ["free some space, or write somewhere else"] : [])
    }
  }
}
