/// Builds nodes from events, on a stack of its own, within limits.
struct Composer {
  let text: SourceText
  let limits: YAMLLimits
  var documents: [YAMLNode] = []
  var problems: [YAMLProblem] = []
  var frames: [Frame] = []
  var anchors: [String: Anchor] = [:]
  /// Nodes so far: as the author wrote them, and with every alias replaced.
  var written = 0
  var expanded = 0
  /// Set when a limit is overstepped: nothing further is read.
  var isStopped = false

  init(_ text: SourceText, _ limits: YAMLLimits) {
    self.text = text
    self.limits = limits
  }

  var stream: YAMLStream {
    YAMLStream(
      documents: documents,
      problems: problems.enumerated().sorted {
        ($0.element.mark.offset, $0.offset) < ($1.element.mark.offset, $1.offset)
      }.map(\.element))
  }

  mutating func read(_ source: inout EventSource) {
    while !isStopped {
      do throws(EventSource.Failure) {
        let event = try source.next()
        if case .streamEnd = event.kind { return }
        take(event)
      } catch {
        switch error {
        case .complaint(let complaint): problems.append(YAMLProblem(complaint, in: text))
        case .memory: problems.append(.outOfMemory(at: Mark(line: 1, column: 1, offset: 0)))
        }
        return
      }
    }
  }

  mutating func take(_ event: Event) {
    switch event.kind {
    case .streamStart, .streamEnd, .documentEnd: break
    case .documentStart: anchors = [:]
    case .alias(let name): takeAlias(name, event)
    case .scalar(let properties, let scalar): takeScalar(scalar, properties, event)
    case .sequenceStart(let properties, _): open(.sequence, properties, event)
    case .mappingStart(let properties, _): open(.mapping, properties, event)
    case .collectionEnd: close(event)
    }
  }
}

// MARK: - One event

extension Composer {
  private mutating func takeScalar(
    _ scalar: YAMLScalar, _ properties: Event.Properties, _ event: Event
  ) {
    guard count(1, at: event) else { return }
    checkTag(of: scalar, event)
    let isBlock = scalar.style == .literal || scalar.style == .folded
    let end = isBlock ? text.markBehindText(before: event.end, after: event.start) : event.end
    let node = YAMLNode(.scalar(scalar), start: event.start, end: end)
    hand(over: Composed(node: node, size: 1, height: 0), anchoredAs: properties.anchor)
  }

  private mutating func takeAlias(_ name: String, _ event: Event) {
    switch anchors[name] {
    case .known(let target):
      guard target.height + frames.count <= limits.depth else {
        return stop(.tooDeep(limits.depth, at: event.start))
      }
      guard count(target.size, at: event) else { return }
      let node = YAMLNode(target.node.content, start: event.start, end: event.end)
      hand(over: Composed(node: node, size: target.size, height: target.height))
    case .open:
      problems.append(.recursiveAlias(name, event))
      handNothing(over: event)
    case nil:
      problems.append(.unknownAlias(name, event))
      handNothing(over: event)
    }
  }

  /// Stands in for a value that could not be had, so that reading goes on behind it.
  private mutating func handNothing(over event: Event) {
    let node = YAMLNode(.scalar(YAMLScalar("")), start: event.start, end: event.end)
    hand(over: Composed(node: node, size: 1, height: 0))
  }

  private mutating func open(
    _ kind: Frame.Kind, _ properties: Event.Properties, _ event: Event
  ) {
    guard count(1, at: event) else { return }
    guard frames.count < limits.depth else {
      return stop(.tooDeep(limits.depth, at: event.start))
    }
    if let tag = properties.tag, tag != YAMLScalar.coreTag + kind.rawValue {
      problems.append(.unsupportedTag(tag, on: kind.noun, event))
    }
    if let anchor = properties.anchor { anchors[anchor] = .open }
    frames.append(Frame(kind, anchor: properties.anchor, start: event.start))
  }

  private mutating func close(_ event: Event) {
    guard let frame = frames.popLast() else { return }
    hand(over: frame.composed(endingAt: event), anchoredAs: frame.anchor)
  }

  private mutating func hand(over composed: Composed, anchoredAs anchor: String? = nil) {
    if let anchor { anchors[anchor] = .known(composed) }
    guard !frames.isEmpty else { return documents.append(composed.node) }
    if let problem = frames[frames.count - 1].take(composed) { problems.append(problem) }
  }

  /// Counts nodes before they are built; false when there are too many.
  private mutating func count(_ size: Int, at event: Event) -> Bool {
    written += 1
    expanded += size
    guard expanded > limits.nodes else { return true }
    stop(.tooMany(limits.nodes, withAliases: written <= limits.nodes, at: event.start))
    return false
  }

  private mutating func stop(_ problem: YAMLProblem) {
    problems.append(problem)
    isStopped = true
  }

  private mutating func checkTag(of scalar: YAMLScalar, _ event: Event) {
    guard let tag = scalar.tag, scalar.resolved(as: tag) == nil else { return }
    if YAMLProblem.scalarTags.contains(tag) {
      problems.append(.unfitTag(tag, scalar.text, event))
    } else {
      problems.append(.unsupportedTag(tag, on: "scalar", event))
    }
  }
}
