internal import Model

/// Walks the live points beside the desired ones and keeps those that are desired and unmarked.
struct AdoptionScan {
  let owner: String
  let desired: DesiredSet
  private(set) var candidates: [DesiredPoint] = []
  private(set) var contested: [String: [PointID]] = [:]
  private(set) var points = 0
  private(set) var owned = 0
  private(set) var strangers = 0
  private var next = 0

  init(owner: String, desired: DesiredSet) {
    self.owner = owner
    self.desired = desired
  }

  mutating func take(_ batch: [LivePoint]) {
    for point in batch {
      points += 1
      while next < desired.points.count, desired.points[next].id < point.id { next += 1 }
      let wanted = next < desired.points.count && desired.points[next].id == point.id
      switch point.mark {
      case nil where wanted: candidates.append(desired.points[next])
      case nil: strangers += 1
      case let mark? where mark.owner.utf8.elementsEqual(owner.utf8): owned += 1
      case let mark? where wanted: contested[mark.owner, default: []].append(point.id)
      default: break
      }
    }
  }
}

extension DesiredSet {
  /// Those of these ids, which ascend.
  func points(_ ids: [PointID]) -> [DesiredPoint] {
    var found: [DesiredPoint] = []
    var next = 0
    for id in ids {
      while next < points.count, points[next].id < id { next += 1 }
      if next < points.count, points[next].id == id { found.append(points[next]) }
    }
    return found
  }
}
