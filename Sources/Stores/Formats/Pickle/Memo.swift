/// What a pickle has numbered to refer to it again.
///
/// Entries that were made inside of streamed items are forgotten with them, but for the first ones:
/// names that every item refers to.
struct Memo: ~Copyable {
  /// The first entries of all that were forgotten; `missing` where an entry needs the heap.
  private var prefix: [Cell] = []
  /// Forgotten entries that still stand in the heap.
  private var kept: [Int: Cell] = [:]
  /// Behind the last of them: most numbers that are asked for are higher, and need not be looked up.
  private var keptEnd = 0
  /// The entries of every frame, one frame after the other.
  private var live: [Cell] = []
  private var frame = Frame(base: 0, start: 0)
  private var cacheNumbers: [Int]
  private var cacheCells: [Cell]

  private static let prefixLimit = 1 << 16
  private static let cacheSize = 1 << 12

  init() {
    cacheNumbers = Array(repeating: -1, count: Memo.cacheSize)
    cacheCells = Array(repeating: .missing, count: Memo.cacheSize)
  }

  struct Frame {
    /// The number of its first entry.
    fileprivate let base: Int
    /// Where that one is in `live`.
    fileprivate let start: Int
  }

  /// The number that the next entry gets by itself.
  var count: Int { frame.base + live.count - frame.start }
  var size: Int { live.count }

  /// Looks an entry up that was not forgotten.
  @inline(__always)
  func entry(_ number: Int) -> Cell? {
    if number >= frame.base {
      let place = frame.start + number - frame.base
      return place < live.count ? live[place] : nil
    }
    if number < prefix.count, prefix[number].isFreestanding { return prefix[number] }
    let slot = number & (Memo.cacheSize - 1)
    if cacheNumbers[slot] == number { return cacheCells[slot] }
    return number < keptEnd ? kept[number] : nil
  }

  func isForgotten(_ number: Int) -> Bool { number >= 0 && number < frame.base }

  mutating func append(_ cell: Cell) { live.append(cell) }

  /// False for an entry that is forgotten and cannot be written any more.
  mutating func set(_ number: Int, _ cell: Cell) -> Bool {
    guard number >= frame.base else { return false }
    while count <= number { live.append(.missing) }
    live[frame.start + number - frame.base] = cell
    return true
  }

  /// Remembers a forgotten entry that was found again.
  mutating func cache(_ number: Int, _ cell: Cell) {
    guard cell.isFreestanding else { return }
    let slot = number & (Memo.cacheSize - 1)
    cacheNumbers[slot] = number
    cacheCells[slot] = cell
  }

  /// Forgets all entries of the frame, but for those of the heap's first `nodes` nodes.
  mutating func forget(nodes: Int) {
    for place in frame.start..<live.count {
      let cell = live[place]
      let number = frame.base + place - frame.start
      if number == prefix.count, number < Memo.prefixLimit {
        prefix.append(cell.isFreestanding ? cell : .missing)
      }
      if cell.kind == .node, cell.number < nodes {
        kept[number] = cell
        keptEnd = max(keptEnd, number + 1)
      }
    }
    let next = count
    live.removeLast(live.count - frame.start)
    frame = Frame(base: next, start: live.count)
  }

  /// Takes back the entries of this frame from that number on.
  mutating func cut(to count: Int) { live.removeLast(max(0, self.count - count)) }

  /// Remembers the short texts of this frame for items that refer to them.
  mutating func cacheTexts() {
    for place in frame.start..<live.count where live[place].kind == .text {
      if live[place].length <= 256 { cache(frame.base + place - frame.start, live[place]) }
    }
  }

  /// Begins to number from `base` on, until `leave`.
  mutating func enter(base: Int) -> Frame {
    defer { frame = Frame(base: base, start: live.count) }
    return frame
  }

  mutating func leave(to outer: Frame) {
    live.removeLast(live.count - frame.start)
    frame = outer
  }
}
