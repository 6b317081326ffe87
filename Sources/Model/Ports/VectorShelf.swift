/// The vectors of all rows, out of memory and at hand by the row's number: what a rule by similarity
/// compares. Its calls block.
public protocol VectorShelf: AnyObject, Sendable {
  var dimensions: Int { get }
  var count: Int { get }

  /// The vectors of some rows that follow each other, one behind the other. Memory that fits is used
  /// again.
  func read(_ rows: Range<Int>, into values: inout [Float]) throws
}
