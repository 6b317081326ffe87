public import Model
public import StoreBytes
internal import Synchronization

/// A docstore with the map from positions to its ids, as `save_local` and `serialize_to_bytes` write
/// them. Its calls block.
///
/// Documents stay in the file: this knows where each begins, and interprets it when it is asked for.
public final class PickledDocstore: Sendable {
  public let file: PinnedFile
  public let documentCount: Int
  /// Positions of the map, which are 0 to this.
  public let positionCount: Int
  /// Ids of the map that have no document, by position.
  public let missing: [Int: SourceID]
  /// Documents that no position has.
  public let surplus: Int
  /// Where a faiss index is inside of the pickle.
  public let index: Range<UInt64>?
  private let map: PositionMap
  private let machine: Mutex<PickleMachine>

  /// Interprets the pickle once, from its first byte to its last.
  public init(_ file: PinnedFile) throws(FormatError) {
    var machine = PickleMachine(file, layout: .docstore)
    let result = try machine.run()
    index = try machine.embeddedIndex(in: try machine.savedParts(result))
    var map = machine.stream.map
    if let position = map.settle() {
      throw FormatError(
        .mismatch, file.path,
        "the map from positions to ids has position \(position) twice or not at all, of "
          + "\(map.count)",
        hints: ["the store was changed by hand, or by a version with a defect; write it again"])
    }
    self.file = file
    documentCount = machine.items.count
    positionCount = map.count
    missing = machine.stream.missing
    surplus = map.unused(of: machine.items.count)
    machine.forgetMap()
    self.map = map
    self.machine = Mutex(machine)
  }

  /// The documents at positions of the map, with their key in the docstore; a document that is not
  /// there has neither text nor metadata. Who only wants to know whether they can be read may go
  /// without the texts, which are empty then.
  public func documents(
    at positions: some Sequence<Int>, _ doubts: inout PickleDoubts, withTexts: Bool = true
  ) throws(FormatError) -> [PickledDocument] {
    let (map, missing, wanted) = (map, missing, Array(positions))
    let (documents, found) = try machine.withLock {
      (machine) throws(FormatError) -> ([PickledDocument], PickleDoubts) in
      var documents: [PickledDocument] = []
      documents.reserveCapacity(wanted.count)
      var doubts = PickleDoubts()
      for position in wanted {
        if let item = map[position] {
          documents.append(
            try machine.document(of: item, row: position, &doubts, withText: withTexts))
        } else {
          documents.append(
            PickledDocument(text: nil, metadata: PayloadObject(), id: missing[position]))
        }
      }
      return (documents, doubts)
    }
    doubts.add(found)
    return documents
  }
}

extension PickleMachine {
  /// The two or three values that a saved store is: an index perhaps, a docstore and its map.
  fileprivate func savedParts(_ result: Cell) throws(FormatError) -> [Cell] {
    guard isNode(result, .tuple) else {
      throw failure(.wrongContent, "expected a docstore and a map, found \(describe(result))")
    }
    let parts = heap.items(result.number)
    guard parts.count == 2 || parts.count == 3, stream.hasItems, stream.hasMap,
      isInstance(parts[parts.count - 2], of: .docstore), parts[parts.count - 1].kind == .node,
      heap[parts[parts.count - 1].number].isStreamed
    else {
      throw failure(
        .wrongContent, "expected a docstore and a map, found a tuple of other values",
        hints: ["a pickle of a whole store object cannot be read; save it with save_local"])
    }
    return parts
  }

  private func failure(_ code: FormatError.Code, _ message: String, hints: [String]) -> FormatError
  {
    FormatError(code, bytes.file.path, offset: place, message, hints: hints)
  }

  fileprivate func embeddedIndex(in parts: [Cell]) throws(FormatError) -> Range<UInt64>? {
    guard parts.count == 3 else { return nil }
    guard isInstance(parts[0], of: .faissIndex),
      let state = heap.items(parts[0].number).dropFirst().last, isNode(state, .dict),
      case let pairs = heap.items(state.number), pairs.count == 2, isText(pairs[0], "this")
    else { throw failure(.unsupported, "an index that is not kept as bytes") }
    if pairs[1].kind == .bytes {
      return pairs[1].bits..<pairs[1].bits + UInt64(pairs[1].length)
    }
    guard pairs[1].kind == .node, heap[pairs[1].number].kind == .instance,
      case let array = try self.array(pairs[1]), array.data.kind == .bytes, array.type.size == 1
    else { throw failure(.unsupported, "an index that is not kept as bytes") }
    return array.data.bits..<array.data.bits + UInt64(array.data.length)
  }

  /// What only the first reading needs.
  fileprivate mutating func forgetMap() {
    stream.map = PositionMap()
    stream.keys = KeyTable()
    stream.missing = [:]
    stream.births = []
  }

  fileprivate mutating func document(
    of item: Int, row: Int, _ doubts: inout PickleDoubts, withText: Bool
  ) throws(FormatError) -> PickledDocument {
    // What is wrong with a document is for the machine to say.
    if let (document, found) = try? tapedDocument(item, withText: withText) {
      doubts.add(found)
      return document
    }
    var conversion = Conversion()
    let document = try onStack(item, row: row) { (machine) throws(FormatError) in
      var document = try machine.document(machine.stack[machine.stack.count - 1], &conversion)
      document.id = try machine.sourceID(machine.stack[machine.stack.count - 2])
      return document
    }
    doubts.add(conversion.doubts)
    return document
  }
}
