internal import Model

/// Places of the desired points that need certain steps, batch by batch.
struct StepQueue {
  private let steps: Set<PlanWork.Step>
  private let work: PlanWork
  /// In the order of the rows; nil where the order of the ids will do.
  private let order: ContiguousArray<Int32>?
  private var cursor = 0

  init(_ steps: Set<PlanWork.Step>, of work: PlanWork, byRow: Bool) {
    self.steps = steps
    self.work = work
    guard byRow else {
      order = nil
      return
    }
    var order = ContiguousArray<Int32>()
    for index in work.steps.indices where steps.contains(work.steps[index]) {
      order.append(Int32(index))
    }
    order.sort { work.desired.points[Int($0)].row < work.desired.points[Int($1)].row }
    self.order = order
  }

  mutating func next(_ limit: Int) -> [Int] {
    if let order {
      let end = min(cursor + limit, order.count)
      defer { cursor = end }
      return order[cursor..<end].map { Int($0) }
    }
    var batch: [Int] = []
    batch.reserveCapacity(limit)
    while cursor < work.steps.count && batch.count < limit {
      if steps.contains(work.steps[cursor]) { batch.append(cursor) }
      cursor += 1
    }
    return batch
  }
}
