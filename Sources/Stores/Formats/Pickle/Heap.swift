/// The lists, dictionaries and instances of a pickle, in three flat arrays that are cut back as a whole.
struct Heap: ~Copyable {
  enum Kind: UInt8 {
    case list, tuple, set, frozenset
    /// Keys and values by turns.
    case dict
    /// The arguments it was made with, then every state it was given.
    case instance
  }

  struct Node {
    let kind: Kind
    /// Of an instance.
    let global: PickleGlobal
    /// Its items are counted elsewhere.
    var isStreamed = false
    /// It was copied from an earlier item, where a change would not be seen.
    var isFrozen = false
    var count: UInt32 = 0
    /// The first run of its items, and where the next one is described.
    var start: UInt32 = 0
    var length: UInt32 = 0
    var next: UInt32 = none
    var last: UInt32 = none
  }

  private struct Run {
    let start: UInt32
    var length: UInt32
    var next: UInt32
  }

  private static let none = UInt32.max

  private var nodes: [Node] = []
  private var runs: [Run] = []
  private var items: [Cell] = []

  /// How many values are kept, roughly.
  var size: Int { nodes.count + runs.count + items.count }

  struct Level {
    fileprivate let nodes: Int
    fileprivate let runs: Int
    fileprivate let items: Int
  }

  var level: Level { Level(nodes: nodes.count, runs: runs.count, items: items.count) }

  /// Forgets everything that was made since then.
  mutating func cut(to level: Level) {
    nodes.removeLast(nodes.count - level.nodes)
    runs.removeLast(runs.count - level.runs)
    items.removeLast(items.count - level.items)
  }

  subscript(number: Int) -> Node {
    get { nodes[number] }
    set { nodes[number] = newValue }
  }

  mutating func make(_ kind: Kind, _ global: PickleGlobal = .object) -> Cell {
    nodes.append(Node(kind: kind, global: global))
    return .node(nodes.count - 1)
  }

  /// Appends what is on the stack from `start` on.
  mutating func append(_ stack: [Cell], from start: Int, to number: Int) {
    let count = UInt32(stack.count - start)
    guard count > 0 else { return }
    makeRoom(for: count, in: number)
    for place in start..<stack.count { items.append(stack[place]) }
  }

  mutating func append(_ cell: Cell, to number: Int) {
    makeRoom(for: 1, in: number)
    items.append(cell)
  }

  private mutating func makeRoom(for count: UInt32, in number: Int) {
    let end = UInt32(items.count)
    let last = nodes[number].last
    nodes[number].count += count
    if nodes[number].length == 0 {
      nodes[number].start = end
      nodes[number].length = count
    } else if last == Heap.none, nodes[number].start + nodes[number].length == end {
      nodes[number].length += count
    } else if last != Heap.none, runs[Int(last)].start + runs[Int(last)].length == end {
      runs[Int(last)].length += count
    } else {
      runs.append(Run(start: end, length: count, next: Heap.none))
      let run = UInt32(runs.count - 1)
      if last == Heap.none { nodes[number].next = run } else { runs[Int(last)].next = run }
      nodes[number].last = run
    }
  }

  /// Goes through the items of a node.
  struct Walk {
    fileprivate var place: UInt32
    fileprivate var left: UInt32
    fileprivate var next: UInt32
  }

  func walk(_ number: Int) -> Walk {
    let node = nodes[number]
    return Walk(place: node.start, left: node.length, next: node.next)
  }

  func next(_ walk: inout Walk) -> Cell? {
    if walk.left == 0 {
      guard walk.next != Heap.none else { return nil }
      let run = runs[Int(walk.next)]
      walk = Walk(place: run.start, left: run.length, next: run.next)
    }
    defer {
      walk.place += 1
      walk.left -= 1
    }
    return items[Int(walk.place)]
  }

  /// All items of a node; for short ones.
  func items(_ number: Int) -> [Cell] {
    var walk = walk(number)
    var cells: [Cell] = []
    while let cell = next(&walk) { cells.append(cell) }
    return cells
  }
}
