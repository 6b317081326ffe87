internal import Crypto
public import Model

/// Puts the desired set together from the rows that survived dedupe.
public enum DesiredAssembly {
  /// Consumes the candidates, because their points are the largest thing in memory.
  public static func desired(
    _ candidates: consuming Candidates, _ survivors: Survivors
  ) throws(IDCollision) -> DesiredSet {
    let rows = candidates.points.count
    let dropped = droppedIDs(candidates, survivors)
    var points = candidates.points
    candidates = Candidates()
    if survivors.kept.count < points.count { keep(survivors.kept, of: &points) }
    if !isSorted(points) { points.sort(by: DesiredPoint.precedes) }
    try refuseCollisions(points)
    return DesiredSet(
      points: points, digest: digest(points), dedupe: survivors.report, rows: rows,
      dropped: dropped.filter { !contains(points, $0) })
  }

  private static func keep(
    _ kept: ContiguousArray<Int32>, of points: inout ContiguousArray<DesiredPoint>
  ) {
    for (place, row) in kept.enumerated() { points[place] = points[Int(row)] }
    points.removeLast(points.count - kept.count)
  }

  private static func isSorted(_ points: ContiguousArray<DesiredPoint>) -> Bool {
    var index = 1
    while index < points.count {
      if DesiredPoint.precedes(points[index], points[index - 1]) { return false }
      index += 1
    }
    return true
  }

  /// Sorted, so equal ids are neighbours.
  private static func refuseCollisions(
    _ points: ContiguousArray<DesiredPoint>
  ) throws(IDCollision) {
    var index = 1
    while index < points.count {
      if !DesiredPoint.precedes(points[index - 1], points[index]) {
        let rows = [points[index - 1].row, points[index].row].sorted()
        throw IDCollision(id: points[index].id, first: rows[0], second: rows[1])
      }
      index += 1
    }
  }

  private static func droppedIDs(_ candidates: borrowing Candidates, _ survivors: Survivors)
    -> [PointID]
  {
    let points = candidates.points
    return Set(survivors.drops.map { points[Int($0.row)].id }).sorted()
  }

  private static func contains(_ points: ContiguousArray<DesiredPoint>, _ id: PointID) -> Bool {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < points.count && points[low].id == id
  }

  static func digest(_ points: ContiguousArray<DesiredPoint>) -> Hash128 {
    var hash = ContentHash()
    var bytes: [UInt8] = []
    for point in points {
      bytes.removeAll(keepingCapacity: true)
      bytes.append(point)
      hash.update(bytes)
    }
    return hash.finalize()
  }
}

/// Two rows want to be one point, and no dedupe rule decides between them.
public struct IDCollision: Error, Hashable, Sendable, CustomStringConvertible {
  public let id: PointID
  public let first: Int
  public let second: Int

  public var description: String { sentence + "; " + hints[0] }
}

extension IDCollision: ExplainedError {
  public var word: String { "id_collision" }
  public var sentence: String { "rows \(first) and \(second) both have the id \(id)" }

  public var hints: [String] {
    [
      "add a dedupe rule that decides between them, such as { by: id, keep: last }, or change `map.id`"
    ]
  }
}
