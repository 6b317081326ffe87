/// Points that a target would not take. All the others of their batch were written.
public struct RefusedPoints: Error, Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    public var id: PointID
    /// The target's own words.
    public var reason: String

    public init(id: PointID, reason: String) {
      self.id = id
      self.reason = reason
    }
  }

  /// In the order of their ids.
  public var points: [Point]

  public init(_ points: [Point]) {
    self.points = points.sorted { $0.id < $1.id }
  }
}

extension RefusedPoints: ExplainedError {
  public var word: String { "refused_points" }

  public var sentence: String {
    let shown = points.prefix(10).map { "\($0.id) (\($0.reason))" }.joined(separator: ", ")
    let more = points.count > 10 ? ", and \(points.count - 10) more" : ""
    let noun = points.count == 1 ? "point" : "points"
    return "the target refused \(points.count) \(noun): \(shown)\(more)"
  }

  public var hints: [String] {
    ["correct their rows in the source; all other points were written, and nothing was deleted"]
  }
}
