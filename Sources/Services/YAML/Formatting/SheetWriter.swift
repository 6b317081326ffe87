/// Writes sheets in the one canonical form.
struct SheetWriter {
  private static let width = 100

  private let text: SourceText
  private let keyOrder: (_ path: [String]) -> [String]?
  private var mayReorder = true
  private(set) var out = ""

  init(_ text: SourceText, keyOrder: @escaping (_ path: [String]) -> [String]?) {
    self.text = text
    self.keyOrder = keyOrder
  }

  mutating func write(_ sheet: Sheet, isFirst: Bool) {
    if !isFirst { out += "---\n" }
    // An alias must stay behind its anchor.
    mayReorder = !sheet.hasAnchors
    let root = sheet.root
    let moved = takeLeading(of: root.value)
    write(sheet.header + moved, indent: 0, isFirst: true)
    if sheet.headerEndsBlank && moved.isEmpty { out += "\n" }
    if root.value.isBlock {
      if let properties = properties(of: root.value) { out += properties + "\n" }
      writeBlock(root.value, indent: 0, path: [])
    } else {
      write(root.leading, indent: 0, isFirst: false)
      writeInline(root, indent: 0, path: [], isRoot: true)
    }
    write(sheet.foot, indent: 0, isFirst: false)
  }

  /// What stands before the first key of a block that begins with an anchor or a tag: between the two,
  /// it would be read as a comment before both.
  private func takeLeading(of leaf: Leaf) -> [Comment] {
    guard leaf.isBlock, properties(of: leaf) != nil, let first = ordered(leaf, []).first else {
      return []
    }
    defer { first.leading = [] }
    return first.leading
  }

  // MARK: - Blocks

  private mutating func writeBlock(
    _ leaf: Leaf, indent: Int, path: [String], isCompact: Bool = false
  ) {
    for (index, slot) in ordered(leaf, path).enumerated() {
      let isFirst = index == 0
      write(slot.leading, indent: indent, isFirst: isFirst)
      let opens = isFirst && slot.leading.isEmpty
      if slot.followsBlank && !opens { out += "\n" }
      if !(isFirst && isCompact) { out += String(repeating: " ", count: indent) }
      writeSlot(slot, indent: indent, path: path)
    }
    write(leaf.foot, indent: indent, isFirst: false)
  }

  private mutating func writeSlot(_ slot: Slot, indent: Int, path: [String]) {
    let below = path + [slot.key.map(name) ?? "*"]
    if let key = slot.key {
      out += inline(key, isInFlow: false)
      if case .alias = key.content { out += " " }
      out += ":"
    } else {
      out += "-"
    }
    guard isWrittenAsBlock(slot.value, indent) else {
      return writeInline(slot, indent: indent, path: below)
    }
    if let properties = properties(of: slot.value) { out += " " + properties }
    let isCompact =
      slot.key == nil && slot.trailing == nil && properties(of: slot.value) == nil
      && ordered(slot.value, below).first?.leading.isEmpty == true
    if isCompact { out += " " } else { endLine(slot.trailing) }
    writeBlock(slot.value, indent: indent + 2, path: below, isCompact: isCompact)
  }

  /// A value that stands, or at least begins, on the line of its key.
  private mutating func writeInline(
    _ slot: Slot, indent: Int, path: [String], isRoot: Bool = false
  ) {
    let leaf = slot.value
    if isRoot && isWrittenAsBlock(leaf, indent) {
      if let properties = properties(of: leaf) { out += properties + "\n" }
      writeBlock(leaf, indent: indent, path: path)
      return
    }
    let gap = isRoot ? "" : " "
    if case .scalar(let scalar) = leaf.content, let block = BlockText(leaf, scalar, text) {
      let header = [properties(of: leaf), block.header].compactMap { $0 }.joined(separator: " ")
      out += gap + header
      endLine(slot.trailing)
      for line in block.lines {
        out += line.isEmpty ? "\n" : String(repeating: " ", count: indent + 2) + line + "\n"
      }
      return
    }
    let written =
      isEmpty(leaf) && !isRoot ? properties(of: leaf) ?? "" : inline(leaf, isInFlow: false)
    if !written.isEmpty { out += gap + written }
    endLine(slot.trailing)
  }

  private func isWrittenAsBlock(_ leaf: Leaf, _ indent: Int) -> Bool {
    guard leaf.isCollection, !leaf.slots.isEmpty else { return false }
    guard leaf.isFlow else { return true }
    let lineStart = out.utf8.lastIndex(of: 0x0A).map { out.utf8.index(after: $0) } ?? out.startIndex
    let column = out[lineStart...].unicodeScalars.count
    return column + 1 + inline(leaf, isInFlow: false).unicodeScalars.count > Self.width
  }

  private func ordered(_ leaf: Leaf, _ path: [String]) -> [Slot] {
    guard mayReorder, case .mapping(let slots) = leaf.content, let order = keyOrder(path) else {
      return leaf.slots
    }
    func rank(_ slot: Slot) -> Int {
      slot.key.map(name).flatMap { order.firstIndex(of: $0) } ?? order.count
    }
    return slots.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }
    .map(\.element)
  }

  // MARK: - One line

  private func inline(_ leaf: Leaf, isInFlow: Bool) -> String {
    let body: String
    switch leaf.content {
    case .alias(let name): return "*" + name
    case .scalar(let scalar): body = ScalarText(scalar: scalar, isInFlow: isInFlow).text
    case .sequence(let slots):
      body = "[" + slots.map { inline($0.value, isInFlow: true) }.joined(separator: ", ") + "]"
    case .mapping(let slots):
      let entries = slots.map { slot in
        let key = slot.key.map { inline($0, isInFlow: true) } ?? ""
        let gap = key.hasPrefix("*") ? " " : ""
        return "\(key)\(gap): \(inline(slot.value, isInFlow: true))"
      }
      body = entries.isEmpty ? "{}" : "{ " + entries.joined(separator: ", ") + " }"
    }
    return [properties(of: leaf), body].compactMap { $0 }.joined(separator: " ")
  }

  private func properties(of leaf: Leaf) -> String? {
    let tag = leaf.properties.tag.map { "!!" + $0.dropFirst(YAMLScalar.coreTag.count) }
    let parts = [leaf.properties.anchor.map { "&" + $0 }, tag].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private func isEmpty(_ leaf: Leaf) -> Bool {
    guard case .scalar(let scalar) = leaf.content else { return false }
    return scalar.style == .plain && scalar.text.isEmpty && scalar.tag == nil
  }

  private func name(_ leaf: Leaf) -> String {
    if case .scalar(let scalar) = leaf.content { scalar.text } else { "" }
  }

  private mutating func write(_ comments: [Comment], indent: Int, isFirst: Bool) {
    for (index, comment) in comments.enumerated() {
      if comment.followsBlank && comment.isAlone && !(isFirst && index == 0) { out += "\n" }
      out += String(repeating: " ", count: indent) + comment.text + "\n"
    }
  }

  private mutating func endLine(_ comment: Comment?) {
    out += (comment.map { " " + $0.text } ?? "") + "\n"
  }
}
