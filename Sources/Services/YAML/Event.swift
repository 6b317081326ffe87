/// One step of the parser through a text, in Swift's own values.
struct Event {
  enum Kind {
    case streamStart, streamEnd
    case documentStart(explicit: Bool)
    case documentEnd
    case alias(String)
    case scalar(Properties, YAMLScalar)
    case sequenceStart(Properties, isFlow: Bool)
    case mappingStart(Properties, isFlow: Bool)
    case collectionEnd
  }

  /// What may stand before a node.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  let kind: Kind
  let start: Mark
  let end: Mark
}
