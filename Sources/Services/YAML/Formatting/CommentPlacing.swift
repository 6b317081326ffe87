/// Gives every comment to the slot, block or document that it speaks of.
struct CommentPlacing {
  private let blankLines: Set<Int>
  private var sheet: Sheet
  private var slots: [Slot] = []
  /// Set when a comment of the current gap went to the slot behind it; the next ones follow it.
  private var claimed: Slot?

  static func place(
    _ comments: [Comment], _ blankLines: Set<Int>, in sheet: Sheet
  ) -> Sheet {
    var placing = CommentPlacing(blankLines: blankLines, sheet: sheet)
    placing.open(sheet.root.value, comments)
    placing.collect(sheet.root.value)
    for comment in comments { placing.place(comment) }
    placing.findBlanks()
    return placing.sheet
  }

  private init(blankLines: Set<Int>, sheet: Sheet) {
    self.blankLines = blankLines
    self.sheet = sheet
  }

  /// Brackets with a comment inside become blocks: there is no other place for it.
  private func open(_ leaf: Leaf, _ comments: [Comment]) {
    if leaf.isFlow, !leaf.slots.isEmpty {
      let next = comments.firstPlace { $0.offset > leaf.start.offset }
      if next < comments.count, comments[next].offset < leaf.end.offset { leaf.isFlow = false }
    }
    for slot in leaf.slots { open(slot.value, comments) }
  }

  private mutating func collect(_ leaf: Leaf) {
    guard leaf.isBlock else { return }
    for slot in leaf.slots {
      slots.append(slot)
      collect(slot.value)
    }
  }

  private mutating func place(_ comment: Comment) {
    let next = firstSlot(behind: comment.offset)
    let previous = next > 0 ? slots[next - 1] : nil
    let following = next < slots.count ? slots[next] : nil
    if comment.isAlone {
      placeAlone(comment, previous, following)
    } else {
      placeTrailing(comment, previous)
    }
  }

  private mutating func placeTrailing(_ comment: Comment, _ previous: Slot?) {
    guard var slot = previous else {
      if sheet.root.value.isBlock || comment.offset < sheet.root.value.start.offset {
        sheet.header.append(comment)
      } else {
        trail(comment, sheet.root)
      }
      return
    }
    // Behind a closing bracket that became a block, the comment is the block's.
    while let parent = slot.parent, parent.end.offset <= comment.offset,
      let outer = parent.slot, parent.wasFlow
    {
      if outer === sheet.root {
        sheet.root.value.foot.append(comment)
        return
      }
      slot = outer
    }
    trail(comment, slot)
  }

  private func trail(_ comment: Comment, _ slot: Slot) {
    if slot.trailing == nil { slot.trailing = comment } else { slot.leading.append(comment) }
  }

  private mutating func placeAlone(_ comment: Comment, _ previous: Slot?, _ following: Slot?) {
    guard let previous else {
      if slots.isEmpty && comment.offset > sheet.root.value.start.offset {
        sheet.foot.append(comment)
      } else {
        sheet.header.append(comment)
      }
      return
    }
    if !previous.value.isBlock && comment.offset < previous.value.start.offset {
      previous.leading.append(comment)
      return
    }
    if let following, claimed === following {
      following.leading.append(comment)
      return
    }
    if let block = block(endingWith: comment, previous, following) {
      block.foot.append(comment)
    } else if let following {
      claimed = following
      following.leading.append(comment)
    } else {
      sheet.root.value.foot.append(comment)
    }
  }

  /// The block that has `comment` as its last line, or nil when it belongs to what follows.
  private func block(
    endingWith comment: Comment, _ previous: Slot, _ following: Slot?
  ) -> Leaf? {
    if let bracketed = previous.around.first(where: {
      $0.wasFlow && $0.end.offset > comment.offset
    }) {
      let stays = following.map { $0.start.offset < bracketed.end.offset } ?? false
      return stays ? nil : bracketed
    }
    if let following, comment.column <= following.start.column { return nil }
    let kept = following?.around ?? []
    let ended = previous.around.filter { block in !kept.contains { $0 === block } }
    return ended.first { $0.column <= comment.column } ?? ended.last
  }

  private func firstSlot(behind offset: Int) -> Int {
    slots.firstPlace { $0.start.offset > offset }
  }

  private mutating func findBlanks() {
    for slot in slots { slot.followsBlank = blankLines.contains(slot.start.line - 1) }
    sheet.headerEndsBlank =
      sheet.header.last.map { blankLines.contains($0.line + 1) } ?? false
  }
}

extension Array {
  /// The first index at which `condition` holds; it must hold for all that follow.
  func firstPlace(where condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
