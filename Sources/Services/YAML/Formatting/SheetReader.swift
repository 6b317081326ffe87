/// Builds sheets from events. The text has been read before without a problem.
struct SheetReader {
  private let text: SourceText
  private(set) var sheets: [Sheet] = []
  /// What holds no comments: the scalars' bytes.
  private(set) var scalars: [Range<Int>] = []
  private var frames: [(leaf: Leaf, children: [Leaf])] = []
  private var documentStart = 0
  private var hasAnchors = false

  init(_ text: SourceText) { self.text = text }

  /// False when libyaml fails, which it did not a moment ago.
  mutating func read(_ source: inout EventSource) -> Bool {
    while true {
      guard let event = try? source.next() else { return false }
      if case .streamEnd = event.kind { return true }
      take(event)
    }
  }

  private mutating func take(_ event: Event) {
    switch event.kind {
    case .streamStart, .streamEnd, .documentEnd: break
    case .documentStart:
      documentStart = event.start.offset
      hasAnchors = false
    case .alias(let name): hand(over: Leaf(.alias(name), Event.Properties(), event))
    case .scalar(let properties, let scalar): takeScalar(scalar, properties, event)
    case .sequenceStart(let properties, let isFlow):
      open(Leaf(.sequence([]), properties, event, isFlow: isFlow))
    case .mappingStart(let properties, let isFlow):
      open(Leaf(.mapping([]), properties, event, isFlow: isFlow))
    case .collectionEnd: close(event)
    }
  }

  private mutating func takeScalar(
    _ scalar: YAMLScalar, _ properties: Event.Properties, _ event: Event
  ) {
    let leaf = Leaf(.scalar(scalar), properties, event)
    var first = event.start.offset
    if scalar.style == .literal || scalar.style == .folded {
      leaf.end = text.markBehindText(before: event.end, after: event.start)
      while first < event.end.offset, text.bytes[first] != 0x0A, text.bytes[first] != 0x0D {
        first += 1
      }
      let keeps = text.bytes[event.start.offset..<first].contains(UInt8(ascii: "+"))
      scalars.append(first..<max(first, keeps ? event.end.offset : leaf.end.offset))
    } else {
      scalars.append(first..<event.end.offset)
    }
    if properties.anchor != nil { hasAnchors = true }
    hand(over: leaf)
  }

  private mutating func open(_ leaf: Leaf) {
    if leaf.properties.anchor != nil { hasAnchors = true }
    frames.append((leaf, []))
  }

  private mutating func close(_ event: Event) {
    guard let (leaf, children) = frames.popLast() else { return }
    leaf.end = leaf.isFlow ? event.end : children.last?.end ?? leaf.start
    let slots: [Slot]
    if case .mapping = leaf.content {
      slots = stride(from: 0, to: children.count - 1, by: 2).map {
        Slot(key: children[$0], value: children[$0 + 1], start: children[$0].start)
      }
      leaf.content = .mapping(slots)
    } else {
      slots = children.map { Slot(key: nil, value: $0, start: $0.start) }
      leaf.content = .sequence(slots)
    }
    for slot in slots { slot.parent = leaf }
    hand(over: leaf)
  }

  private mutating func hand(over leaf: Leaf) {
    guard frames.isEmpty else { return frames[frames.count - 1].children.append(leaf) }
    let root = Slot(key: nil, value: leaf, start: leaf.start)
    sheets.append(Sheet(root: root, start: documentStart, hasAnchors: hasAnchors))
  }
}
