/// A node as the formatter sees it: how it was written, and the comments at its end.
final class Leaf {
  enum Content {
    case scalar(YAMLScalar)
    case alias(String)
    case sequence([Slot])
    case mapping([Slot])
  }

  var content: Content
  let properties: Event.Properties
  let start: Mark
  var end: Mark
  /// Between brackets; turned off when comments inside need lines of their own.
  var isFlow: Bool
  let wasFlow: Bool
  /// Comments behind the last slot of a block.
  var foot: [Comment] = []
  weak var slot: Slot?

  init(_ content: Content, _ properties: Event.Properties, _ event: Event, isFlow: Bool = false) {
    self.content = content
    self.properties = properties
    start = event.start
    end = event.end
    self.isFlow = isFlow
    wasFlow = isFlow
  }

  var slots: [Slot] {
    switch content {
    case .scalar, .alias: []
    case .sequence(let slots), .mapping(let slots): slots
    }
  }

  var isCollection: Bool {
    switch content {
    case .scalar, .alias: false
    case .sequence, .mapping: true
    }
  }

  var isBlock: Bool { isCollection && !isFlow }

  /// The column of its keys or dashes.
  var column: Int { slots.first?.start.column ?? start.column }
}

/// A place in a collection: an item, or a key with its value; or the root of a document.
final class Slot {
  let key: Leaf?
  let value: Leaf
  /// Where its key or dash stands.
  var start: Mark
  var leading: [Comment] = []
  var trailing: Comment?
  var followsBlank = false
  weak var parent: Leaf?

  init(key: Leaf?, value: Leaf, start: Mark) {
    self.key = key
    self.value = value
    self.start = start
    value.slot = self
  }

  /// The collections around it, innermost first.
  var around: [Leaf] {
    var found: [Leaf] = []
    var next = parent
    while let leaf = next {
      found.append(leaf)
      next = leaf.slot?.parent
    }
    return found
  }
}

/// A document with its comments.
struct Sheet {
  let root: Slot
  /// Where its `---` or its first content stands.
  let start: Int
  var hasAnchors = false
  /// Comments above the first key, and whether a blank line follows them.
  var header: [Comment] = []
  var headerEndsBlank = false
  /// Comments behind a root that is no block.
  var foot: [Comment] = []
}
