internal import Engine
internal import Manifests
internal import Model

/// `plumb import`: the manifest of a collection that is there already.
enum ImportCommand {
  private static let connection = Argument(
    "CONNECTION", .text, .one, "a target's name in the connections")
  private static let collection = Argument(
    "COLLECTION", .text, .one, "a collection, or an alias that leads to one")
  private static let name = Option.value(
    "name", "NAME", .text, "what the manifest is called; else after the collection")
  private static let store = Option.value(
    "store", "STORE", .text, fallback: "local", "the store that holds the rows")
  private static let source = Option.value(
    "source", "NAME", .text, "the rows' name in the store; else the collection's")

  static let definition = Command(
    "import", "write the manifest of a collection that is there already",
    discussion: [
      """
      Reads the schema, the payload indexes and the alias of a live collection, and prints a manifest \
      that declares everything in which it differs from a server's defaults. A plan of it changes \
      nothing of the schema. Where its rows come from nobody can read out of a collection: correct \
      `source`, then take the points over with 'plumb adopt'.
      """
    ],
    arguments: [connection, collection], options: [.connections, name, store, source],
    examples: [
      Command.Example("plumb import prod product-docs > docs.yaml", "a manifest to start from"),
      Command.Example("plumb import --store lake --source docs prod live", "by an alias"),
    ],
    exits: [
      Command.Exit(.ok, "printed"),
      Command.Exit(.failure, "there is no such collection, or it could not be read"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let connections = try await ConnectionsSearch.connections(context)
    let target = context.values.text(connection) ?? ""
    let found = try await ImportedCollection.read(
      context.values.text(collection) ?? "", at: target, connections)
    let tree = found.manifest(
      named: context.values.text(name) ?? ownerName(found.collection), connection: target,
      store: context.values.text(store) ?? "local",
      source: context.values.text(source) ?? found.collection)
    let text = ManifestWriter.text(tree, comments: comments(found))
    try context.output.write(text)
    warn(found, context)
    let set = ManifestReader.read(
      files: [SourceFile(path: "\(found.collection).yaml", bytes: Array(text.utf8))])
    try ManifestWork.show(set.problems, context, of: "manifest")
    return .ok
  }

  private static func comments(_ found: ImportedCollection) -> [String] {
    [
      "Written from the live collection \(printable(found.collection)), "
        + "\(Counted.of(found.points, "point")).",
      "Correct `source`, then: plumb plan, and plumb adopt for the points that are there.",
    ]
  }

  /// A name could hold a line break, and a comment must not.
  private static func printable(_ name: String) -> String {
    String(name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) })
  }

  private static func warn(_ found: ImportedCollection, _ context: CommandContext) {
    if let owner = found.owner {
      context.messages.warning(
        "collection \"\(found.collection)\" belongs to manifest \"\(owner)\" already")
    }
    if !found.unknown.isEmpty {
      context.messages.warning(
        "left out, because manifests have no words for it: "
          + found.unknown.spokenList(joinedBy: "and"))
    }
    if !found.otherAliases.isEmpty {
      context.messages.warning(
        "more aliases lead to it: " + found.otherAliases.spokenList(joinedBy: "and"))
    }
  }

  /// Lower-case letters, digits and a few signs between them.
  private static func ownerName(_ collection: String) -> String {
    let signs = collection.lowercased().utf8.prefix(128).map { byte -> Character in
      let isFine = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
      return isFine || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        ? Character(UnicodeScalar(byte)) : "-"
    }
    let isEdge: (Character) -> Bool = { "-_.".contains($0) }
    let name = signs.drop(while: isEdge).reversed().drop(while: isEdge).reversed()
    return name.isEmpty ? "collection" : String(name)
  }
}
