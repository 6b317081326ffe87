/// What a code means, for `plumb explain` and the documentation.
public struct CodeEntry: Sendable, Hashable {
  public let code: String
  /// One line.
  public let title: String
  /// A paragraph: why it is a problem and what to do.
  public let explanation: String

  init(_ code: Code, _ title: String, _ explanation: String) {
    self.code = code.rawValue
    self.title = title
    self.explanation = explanation
  }

  /// All codes, in order.
  public static let all: [CodeEntry] = text + shape + combination + crossing + connections

  public static func entry(for code: String) -> CodeEntry? { all.first { $0.code == code } }
}

extension CodeEntry {
  private static let text: [CodeEntry] = [
    CodeEntry(
      .syntax, "the text is not YAML",
      "The file breaks a rule of YAML itself, most often by indentation, a tab, a missing colon or"
        + " an unclosed quote. The rest of the file behind this place was not read."),
    CodeEntry(
      .encoding, "the text is not clean UTF-8",
      "Plumb reads UTF-8 without control characters. Save the file as UTF-8; in quoted text, write"
        + " unusual characters as escapes."),
    CodeEntry(
      .tooManyProblems, "more problems than are shown",
      "Only the first problems of a file are listed. Correct them and run the command again."),
    CodeEntry(
      .tooLarge, "the file is too large",
      "A manifest is a page of text, not data. Files beyond a megabyte are refused unread, so that a"
        + " pull request cannot exhaust the machine that validates it."),
    CodeEntry(
      .tooDeep, "the text is nested too deeply",
      "No manifest needs so many levels. Deep nesting is refused before it is built."),
    CodeEntry(
      .tooManyNodes, "the text has too many values",
      "A manifest with so many values is refused before it is built. Split the file."),
    CodeEntry(
      .tooManyAliases, "aliases multiply into too many values",
      "Aliases of aliases can turn a few lines into billions of values. They are counted at their"
        + " full size before anything is built."),
    CodeEntry(
      .unknownAlias, "an alias names nothing",
      "`*name` stands for the value that was marked `&name` further up in the same document. Quote"
        + " the text if a star was meant."),
    CodeEntry(
      .duplicateKey, "a key comes twice",
      "Most YAML readers silently keep one of the two. Plumb refuses, because nobody can see which"
        + " one was meant."),
    CodeEntry(
      .keyNotScalar, "a key is not text",
      "Keys are plain words. Quote the key if it has brackets or braces."),
    CodeEntry(
      .unsupportedTag, "an unsupported feature of YAML",
      "Tags other than those of the core schema, and merge keys, are refused: the text has to say"
        + " what it means."),
    CodeEntry(
      .empty, "there is no manifest in the file",
      "The file is empty, or holds only comments. Remove it, or write a manifest into it."),
    CodeEntry(
      .otherDocument, "the document is of another kind",
      "Manifests (`kind: Collection`) are written by everyone and live in git; the connections file"
        + " (`kind: Connections`) belongs to the operator and must not come from a pull request."
        + " Each command reads each from its own place."),
  ]

  private static let shape: [CodeEntry] = [
    CodeEntry(
      .unknownKey, "an unknown key",
      "Nothing reads this key, so what it says would not happen. It may be misspelt; unknown keys"
        + " are errors everywhere except in free data such as labels, constants and metadata."),
    CodeEntry(
      .wrongType, "a value of another type",
      "The value is, for example, text where a number is needed. Plumb never converts: in YAML,"
        + " `5` is a number and \"5\" is text."),
    CodeEntry(
      .missingKey, "a required key is missing",
      "The keys named in the message have no default and have to be written."),
    CodeEntry(
      .unknownWord, "a word that is not one of the choices",
      "The value is one of a fixed list of words. Case matters."),
    CodeEntry(
      .outOfRange, "a number out of range",
      "The message names the limits. For keys under `collection`, they are Qdrant's."),
    CodeEntry(
      .wrongForm, "a text of the wrong form",
      "The text has to follow a pattern, which the message describes."),
    CodeEntry(
      .tooFew, "an empty list or mapping",
      "An empty list or mapping here would mean nothing; remove the key, or fill it."),
    CodeEntry(
      .repeatedEntry, "an entry comes twice in a list",
      "The list is a set; the second entry changes nothing and is probably a slip."),
    CodeEntry(
      .wrongName, "a name of the wrong form",
      "A key that the writer chooses, such as a payload key, has to follow a pattern."),
    CodeEntry(
      .noValue, "a key without a value",
      "The key is there but nothing follows it. Write a value or remove the key; leaving it empty"
        + " does not mean the default."),
    CodeEntry(
      .wrongVersion, "another version of the language", "This Plumb reads `apiVersion: plumb/v1`."),
    CodeEntry(
      .wrongKind, "another kind of document",
      "A manifest says `kind: Collection`; the operator's file says `kind: Connections`."),
    CodeEntry(
      .misplacedKey, "a key in the wrong place",
      "The key exists, but elsewhere in the document. It is often one level of indentation away."),
    CodeEntry(
      .variable, "a variable in a manifest",
      "`${NAME}` is expanded in the connections file only. A manifest means the same on every"
        + " machine, and cannot pull secrets out of the environment of whoever applies it."),
  ]

  private static let combination: [CodeEntry] = [
    CodeEntry(
      .exactlyOne, "exactly one of several keys is needed",
      "The keys are alternatives: write one and only one of them."),
    CodeEntry(
      .needsKey, "a key needs another one", "What one key says cannot be done without the other."),
    CodeEntry(
      .doesNotGoWith, "a key that does not go with another",
      "The key would have no effect, or contradict, beside what else is written."),
    CodeEntry(
      .noVectors, "a collection without vectors",
      "A collection has `vectors`, `sparse_vectors`, or both."),
    CodeEntry(
      .aliasIsCollection, "alias and collection have one name",
      "Qdrant keeps aliases and collections in one space of names."),
    CodeEntry(
      .writtenTwice, "a payload key is written twice",
      "The document text, a rename, a constant and a provenance fact each write one payload key. Two"
        + " of them write the same one, so one would be lost."),
    CodeEntry(
      .renamedAway, "a rename of a key that is not there",
      "The renamed key is excluded, or not among those included, so the rename has no effect."),
    CodeEntry(
      .rangeUpsideDown, "a smallest value above the largest", "Nothing lies between the two limits."
    ),
    CodeEntry(
      .otherIndexType, "a parameter of another type of index",
      "Each type of payload index has its own parameters."),
    CodeEntry(
      .notPinned, "`pinned` where Qdrant refuses it",
      "Dense vectors and payloads can be `cold` or `cached`."),
    CodeEntry(
      .noWayToReplace, "a replacement needs an alias",
      "A blue-green replacement builds a new collection and moves the alias to it. Without"
        + " `target.alias` there is nothing to move, so a change that needs a new collection will be refused."
    ),
    CodeEntry(
      .limitWithoutPrune, "a limit on deletions that never happen",
      "With `prune: false` nothing is deleted, so `maxDelete` has no effect."),
    CodeEntry(
      .variableInData, "a variable in free data",
      "Labels, constants and metadata are written as they are. A `${NAME}` in them stays as it is."),
    CodeEntry(
      .twoSpellings, "one thing said in two ways",
      "Since Qdrant 1.19 `memory` replaces `on_disk` and `always_ram`. Write one of them."),
    CodeEntry(
      .indexOfNothing, "an index of a key that is not written",
      "By the rules under `map`, no point will have this payload key, so the index stays empty."),
    CodeEntry(
      .approvalOfForbidden, "an approval of something that is forbidden",
      "`replace: forbid` refuses what `allow: [replace]` approves."),
    CodeEntry(
      .denseAndSparse, "one name for a dense and a sparse vector",
      "Qdrant keeps the names of dense and sparse vectors in one space."),
    CodeEntry(
      .noSuchSpace, "a vector for a space that is not there",
      "`map.vector` names the dense vector of `collection.vectors` that receives a row's vector"
        + " without a name."),
    CodeEntry(
      .indexForNothing, "an index that answers nothing",
      "An index of type integer supports equality (`lookup`), ranges (`range`), or both."),
  ]

  private static let crossing: [CodeEntry] = [
    CodeEntry(
      .sameName, "two manifests with one name",
      "`metadata.name` is the owner written on every point. Two manifests with one name would delete"
        + " each other's points."),
    CodeEntry(
      .sameCollection, "two owners of one collection",
      "Two manifests describe the schema of one collection on one connection. Each would undo the other."
    ),
    CodeEntry(
      .aliasClash, "an alias that is taken",
      "An alias of one manifest is the alias or the collection of another on the same connection."),
    CodeEntry(
      .unknownDependency, "a dependency that is not there",
      "`dependsOn` names manifests by their `metadata.name`. All of them have to be given together."
    ),
    CodeEntry(
      .dependencyCycle, "manifests wait for each other",
      "In a cycle none of them can be the first to be applied."),
    CodeEntry(
      .dependsOnItself, "a manifest waits for itself", "Remove its own name from `dependsOn`."),
  ]

  private static let connections: [CodeEntry] = [
    CodeEntry(
      .undefinedVariable, "an undefined variable",
      "The environment has no such variable. Set it, or give a default: `${NAME:-default}`."),
    CodeEntry(
      .brokenVariable, "a broken `${`", "A variable is written `${NAME}` or `${NAME:-default}`."),
    CodeEntry(
      .inlineSecret, "a secret in the file",
      "Secrets are named, not written: `apiKey: { env: NAME }` takes it from an environment variable,"
        + " `apiKey: { file: PATH }` from a file. Take the key out of the file, and replace it at the"
        + " server if the file was ever shared."),
  ]
}
