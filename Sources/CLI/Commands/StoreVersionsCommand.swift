internal import Engine
internal import Model
internal import Wire

/// `plumb store versions`: what a store's catalog lists.
enum StoreVersionsCommand {
  private static let store = Argument("STORE", .text, .one, "a store's name in the connections")
  private static let name = Option.value("name", "NAME", .text, "only this name of the catalog")

  static let definition = Command(
    "versions", "list the versions in a store's catalog, newest first",
    arguments: [store], options: [.connections, name, .json],
    examples: [
      Command.Example("plumb store versions local", "every name of the store called local"),
      Command.Example("plumb store versions --name docs lake", "one name"),
    ],
    exits: [
      Command.Exit(.ok, "listed"),
      Command.Exit(.failure, "there is no catalog, or not all of it could be read"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let places = try await StorePlaces.of(context)
    let listings = try await StoreListing.of(
      context.values.text(store) ?? "", name: context.values.text(name), in: places)
    StoreCommand.show(listings.flatMap(\.problems), context)
    if context.values.isOn(.json) {
      try context.output.print(["stores": .array(listings.map(StoreListingView.json))])
    } else {
      let view = StoreListingView(palette: context.output.palette)
      try context.output.write(listings.map(view.text).joined(separator: "\n"))
    }
    let isSound = listings.allSatisfy { $0.problems.allSatisfy { $0.severity == .warning } }
    return isSound ? .ok : .failure
  }
}
