/// An error that says what was attempted, on what, what happened, and what to do next.
public protocol ExplainedError: Error {
  /// A stable word for programs, such as "unknown_connection".
  var word: String { get }
  /// What happened: lower case, no full stop.
  var sentence: String { get }
  /// What to do about it, most likely first.
  var hints: [String] { get }
}
