public import Model

/// What keeps the engine from running the stages at all.
public enum EngineError: Error, Hashable, Sendable {
  case unknownConnection(_ kind: String, _ name: String, known: [String])
  /// A part of the language that this version cannot serve.
  case notYet(_ what: String, use: String)
  case unknownFormat(_ store: String, files: [String])
  /// The bytes could be of several formats.
  case ambiguousFormat(_ store: String, candidates: [String])
  /// A catalog holds several stores, and none was chosen.
  case manyStores(_ path: String, names: [String])
  case noSuchName(_ name: String, in: String, known: [String])
  case noCatalog(_ store: String)
  /// A dedupe rule would compare vectors that are not what was embedded.
  case lossyVectors(_ store: String, rule: Int, _ name: String)
  case noGeneration(_ message: String, hint: String)
  /// Why points cannot be taken over.
  case adoption(_ reason: String)
  case nothingToAdopt(_ collection: String)
  /// A collection that is to be written down as a manifest, and is not there.
  case notThere(_ collection: String, in: String)
  case noCacheFolder
}

extension EngineError: ExplainedError {
  public var word: String {
    switch self {
    case .unknownConnection: "unknown_connection"
    case .notYet: "not_supported"
    case .unknownFormat: "unknown_format"
    case .ambiguousFormat: "ambiguous_format"
    case .manyStores: "many_stores"
    case .noSuchName: "no_such_name"
    case .noCatalog: "no_catalog"
    case .lossyVectors: "lossy_vectors"
    case .noGeneration: "no_generation"
    case .adoption: "not_adoptable"
    case .nothingToAdopt, .notThere: "no_collection"
    case .noCacheFolder: "no_cache_folder"
    }
  }

  public var sentence: String {
    switch self {
    case .unknownConnection(let kind, let name, _):
      "no \(kind) is called \"\(name)\" in the connections"
    case .notYet(let what, _): "\(what) are not supported by this version of plumb"
    case .unknownFormat(let store, let files):
      "cannot tell the format of store \"\(store)\" from its files "
        + "(\(files.prefix(5).joined(separator: ", ")))"
    case .ambiguousFormat(let store, let candidates):
      "store \"\(store)\" could be read as \(candidates.joined(separator: " or as "))"
    case .manyStores(let path, let names):
      names.isEmpty
        ? "the metadata.json in \(path) lists no store"
        : "the metadata.json in \(path) lists \(names.count) stores, and one has to be chosen"
    case .noSuchName(let name, let store, _):
      "the catalog of store \"\(store)\" does not list \"\(name)\""
    case .noCatalog(let store): "store \"\(store)\" has no metadata.json, so it has no versions"
    case .lossyVectors(let store, let rule, let name):
      "dedupe rule \(rule) (\(name)): the store \"\(store)\" holds approximate vectors in every row, "
        + "and their similarities are not those of the texts"
    case .noGeneration(let message, _): message
    case .adoption(let reason): "nothing was adopted: \(reason)"
    case .nothingToAdopt(let name): "there is no collection \"\(name)\" to adopt points of"
    case .notThere(let name, let target):
      "target \"\(target)\" has no collection and no alias \"\(name)\""
    case .noCacheFolder: "there is no folder for what is fetched from a bucket"
    }
  }

  public var hints: [String] {
    switch self {
    case .unknownConnection(_, _, let known):
      [
        known.isEmpty
          ? "add it to the connections file" : "there are: " + known.joined(separator: ", ")
      ]
    case .notYet(_, let use): [use]
    case .manyStores(_, let names):
      names.isEmpty
        ? ["publish one, or name a folder or file of rows"]
        : ["name one with --name; there are: " + names.prefix(20).joined(separator: ", ")]
    case .noSuchName(_, _, let known):
      [known.isEmpty ? "it is empty" : "there are: " + known.prefix(20).joined(separator: ", ")]
    case .lossyVectors:
      ["remove the rule, or publish the store with the vectors as they were embedded"]
    case .noCatalog: ["look at one store with 'plumb store inspect PATH'"]
    case .unknownFormat, .ambiguousFormat:
      ["say it in `source.format`, or with --format on the command line"]
    case .noGeneration(_, let hint): [hint]
    case .adoption: ["two manifests cannot own one point: change the ids, or the collection"]
    case .nothingToAdopt: ["apply the manifest: it creates the collection"]
    case .notThere: ["name the collection as the server knows it"]
    case .noCacheFolder: ["set PLUMB_CACHE to a folder that may be written"]
    }
  }
}
