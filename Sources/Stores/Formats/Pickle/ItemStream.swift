internal import Model

/// What is known of the list or dictionary whose items are counted instead of kept.
struct ItemStream {
  enum Role { case items, documents, map }

  let layout: PickleLayout
  /// The depth of the stack at which its items begin; 0 where none is being read.
  var level = 0
  /// Which node of the heap it is.
  var node = -1
  /// Marks below it.
  var marks = 0
  var role = Role.items
  /// Values per item: two in a dictionary.
  var width = 1
  /// Whether items were taken from the tape since the mark.
  var isTaped = false
  /// Whether it was there already; there is only one of each.
  var hasItems = false
  var hasMap = false
  var isDictionary = false
  /// The heap as it was before the items.
  var heapLevel: Heap.Level?
  /// Where each value above the level began, and the memo's next number there.
  var births: [Birth] = []
  /// The same of an item that comes without a mark for many.
  var single = Birth(offset: 0, memo: 0)
  var keys = KeyTable()
  var map = PositionMap()
  /// Ids of the map that no item has, by position.
  var missing: [Int: SourceID] = [:]

  struct Birth {
    var offset: UInt64
    var memo: Int
    /// The hash of a text that was pushed there, and the place of the text.
    var hash = 0
    var hashed = UInt64.max
  }

  init(layout: PickleLayout) { self.layout = layout }

  /// Whether a value pushed now is one of a map's pairs.
  func isMapLevel(_ depth: Int, marks: Int) -> Bool {
    level > 0 && role == .map && depth >= level && marks <= self.marks + 1
  }
}
