/// Where the vector of a row is: eight bytes for each row of the store.
struct VectorPlace: Hashable, Sendable {
  private let number: Int64

  /// In neither.
  static let nowhere = VectorPlace(number: .min)

  /// In the segment's files, by the number of the element.
  static func element(_ slot: Int) -> VectorPlace { VectorPlace(number: Int64(slot)) }

  /// In the queue, by the number of the operation.
  static func operation(_ number: Int64) -> VectorPlace { VectorPlace(number: ~number) }

  enum Kind { case nowhere, element(Int), operation(Int64) }

  var kind: Kind {
    if number >= 0 { return .element(Int(number)) }
    return self == .nowhere ? .nowhere : .operation(~number)
  }
}
