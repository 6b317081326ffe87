internal import CYaml

extension EventSource {
  /// libyaml asserts that its input is not null, also when it is empty.
  static var nothing: UnsafePointer<UInt8> {
    unsafe UnsafeRawPointer(StaticString("").utf8Start).assumingMemoryBound(to: UInt8.self)
  }

  static func string(_ text: UnsafePointer<CChar>?) -> String? {
    unsafe text.map { unsafe String(cString: $0) }
  }

  private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe text.map { unsafe String(cString: $0) }
  }

  /// Copies what an event holds; which member of the union is alive follows from its type.
  static func kind(_ raw: yaml_event_t) -> Event.Kind {
    switch unsafe raw.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT:
      return unsafe .documentStart(explicit: raw.data.document_start.implicit == 0)
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return unsafe .alias(string(raw.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT: return unsafe scalar(raw)
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe raw.data.sequence_start
      return unsafe .sequenceStart(
        Event.Properties(anchor: string(start.anchor), tag: string(start.tag)),
        isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      let start = unsafe raw.data.mapping_start
      return unsafe .mappingStart(
        Event.Properties(anchor: string(start.anchor), tag: string(start.tag)),
        isFlow: start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
    default: return .streamEnd
    }
  }

  private static func scalar(_ raw: yaml_event_t) -> Event.Kind {
    let scalar = unsafe raw.data.scalar
    let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    let style: YAMLScalar.Style =
      switch unsafe scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    let tag = unsafe string(scalar.tag)
    return unsafe .scalar(
      Event.Properties(anchor: string(scalar.anchor), tag: tag),
      YAMLScalar(String(decoding: bytes, as: UTF8.self), style: style, tag: tag))
  }
}
