/// Moves the start of every block item to its dash, which may stand lines above its value.
struct DashFinder {
  let text: SourceText
  let comments: [Comment]

  func settle(_ leaf: Leaf) {
    if case .sequence(let slots) = leaf.content, leaf.isBlock {
      var from = leaf.start.offset
      for slot in slots {
        if let dash = dash(from: from, to: slot.value.start.offset) {
          slot.start = text.mark(offset: dash, above: slot.value.start)
        }
        from = max(slot.value.end.offset, slot.start.offset + 1)
      }
    }
    for slot in leaf.slots { settle(slot.value) }
  }

  private func dash(from start: Int, to end: Int) -> Int? {
    var offset = start
    while offset < end || offset == start, offset < text.bytes.count {
      if text.bytes[offset] == UInt8(ascii: "#"), let comment = comment(at: offset) {
        offset += comment.text.utf8.count
      } else if text.bytes[offset] == UInt8(ascii: "-") && isAlone(offset) {
        return offset
      } else {
        offset += 1
      }
    }
    return nil
  }

  private func isAlone(_ offset: Int) -> Bool {
    let before = offset == text.start ? 0x20 : text.bytes[offset - 1]
    let after = offset + 1 < text.bytes.count ? text.bytes[offset + 1] : 0x20
    return [before, after].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private func comment(at offset: Int) -> Comment? {
    let place = comments.firstPlace { $0.offset >= offset }
    return place < comments.count && comments[place].offset == offset ? comments[place] : nil
  }
}
