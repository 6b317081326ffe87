public import StoreBytes
internal import Synchronization

/// The items of a pickle that is one list or one dictionary, found again when they are asked for. Its
/// calls block.
public final class PickledItems: Sendable {
  public let file: PinnedFile
  public let count: Int
  /// Whether items are pairs of key and value.
  public let isDictionary: Bool
  private let machine: Mutex<PickleMachine>

  public init(_ file: PinnedFile) throws(FormatError) {
    var machine = PickleMachine(file, layout: .items)
    let result = try machine.run()
    guard result.kind == .node, machine.heap[result.number].isStreamed else {
      throw FormatError(
        .wrongContent, file.path,
        "expected a list or a dictionary, found \(machine.describe(result))")
    }
    self.file = file
    count = machine.items.count
    isDictionary = machine.stream.isDictionary
    self.machine = Mutex(machine)
  }

  /// Items by their number; those of a list have no key.
  public func items(_ numbers: some Sequence<Int>, _ doubts: inout PickleDoubts)
    throws(FormatError) -> [Item]
  {
    let wanted = Array(numbers)
    let (items, found) = try machine.withLock {
      (machine) throws(FormatError) -> ([Item], PickleDoubts) in
      var items: [Item] = []
      items.reserveCapacity(wanted.count)
      var doubts = PickleDoubts()
      for number in wanted { items.append(try machine.item(number, &doubts)) }
      return (items, doubts)
    }
    doubts.add(found)
    return items
  }

  public struct Item: Hashable, Sendable {
    public let key: PickleValue?
    public let value: PickleValue
  }
}

extension PickleMachine {
  fileprivate mutating func item(_ number: Int, _ doubts: inout PickleDoubts) throws(FormatError)
    -> PickledItems.Item
  {
    let level = heap.level
    let floor = stack.count
    defer {
      heap.cut(to: level)
      stack.removeLast(max(0, stack.count - floor))
    }
    rowStart = items.start(number)
    do throws(FormatError) {
      _ = try replay(number)
      var conversion = Conversion()
      let key = stream.isDictionary ? try value(stack[stack.count - 2], &conversion) : nil
      let value = try value(stack[stack.count - 1], &conversion)
      doubts.add(conversion.doubts)
      return PickledItems.Item(key: key, value: value)
    } catch {
      var failure = error
      failure.row = number
      throw failure
    }
  }
}
