/// The loops in which a comparison of all pairs spends its time. They are the reason for the raw
/// memory here: measured at fourteen thousand million products a second and core, with nothing but the
/// vector registers that every processor has.
enum SimilarityKernels {
  typealias Lanes = SIMD8<Float>

  /// Two vectors, in the order that `Cosine` fixes.
  static func product(_ left: Span<Float>, _ right: Span<Float>) -> Double {
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        guard let a = left.baseAddress, let b = right.baseAddress else { return 0 }
        return unsafe product(a, b, min(left.count, right.count))
      }
    }
  }

  private static func product(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int
  ) -> Double {
    let (a, b) = unsafe (UnsafeRawPointer(left), UnsafeRawPointer(right))
    var sums = SIMD4<Double>.zero
    var place = 0
    while place &+ 4 <= count {
      let x = unsafe a.loadUnaligned(fromByteOffset: place &* 4, as: SIMD4<Float>.self)
      let y = unsafe b.loadUnaligned(fromByteOffset: place &* 4, as: SIMD4<Float>.self)
      sums += SIMD4<Double>(x) * SIMD4<Double>(y)
      place &+= 4
    }
    for lane in 0..<(count &- place) {
      sums[lane] += unsafe Double(left[place &+ lane]) * Double(right[place &+ lane])
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3])
  }

  /// Compares every row of `queries` with every group of eight in `groups`, two by two, so that what is
  /// loaded once is used twice. Appends the pairs whose product reaches the bound.
  static func scan(
    _ queries: SketchRows, _ table: SketchTable, _ groups: Range<Int>, reaching bound: Float,
    into hits: inout [SketchHit]
  ) {
    let width = table.width
    unsafe queries.values.withUnsafeBufferPointer { values in
      guard let rows = values.baseAddress else { return }
      for query in stride(from: 0, to: queries.count, by: 2) {
        let p = unsafe rows + query &* width
        let q = unsafe query &+ 1 < queries.count ? p + width : p
        var group = groups.lowerBound
        while group < groups.upperBound {
          let isLast = group &+ 1 == groups.upperBound
          let a = unsafe UnsafePointer(table.lanes + group &* width)
          let b = unsafe isLast ? a : a + width
          let sums = unsafe products(p, q, a, b, width)
          if sums.reaches(bound) {
            let place = (query: query, group: group)
            collect(
              sums, bound, place, (query &+ 1 < queries.count, !isLast), into: &hits)
          }
          group &+= 2
        }
      }
    }
  }

  /// Two rows with two groups.
  private struct Products {
    var pa = Lanes.zero
    var pb = Lanes.zero
    var qa = Lanes.zero
    var qb = Lanes.zero

    @inline(__always)
    func reaches(_ bound: Float) -> Bool {
      let bounds = Lanes(repeating: bound)
      return any((pa .>= bounds) .| (pb .>= bounds) .| (qa .>= bounds) .| (qb .>= bounds))
    }
  }

  @inline(__always)
  private static func products(
    _ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>, _ a: UnsafePointer<Lanes>,
    _ b: UnsafePointer<Lanes>, _ width: Int
  ) -> Products {
    var sums = Products()
    for place in 0..<width {
      let (x, y) = unsafe (a[place], b[place])
      let (u, v) = unsafe (p[place], q[place])
      sums.pa += x * u
      sums.pb += y * u
      sums.qa += x * v
      sums.qb += y * v
    }
    return sums
  }

  @inline(never)
  private static func collect(
    _ sums: Products, _ bound: Float, _ place: (query: Int, group: Int),
    _ has: (query: Bool, group: Bool), into hits: inout [SketchHit]
  ) {
    func collect(_ lanes: Lanes, _ query: Int, _ group: Int) {
      for lane in 0..<8 where lanes[lane] >= bound {
        hits.append(SketchHit(query: Int32(query), slot: Int32(group * 8 + lane)))
      }
    }
    collect(sums.pa, place.query, place.group)
    if has.group { collect(sums.pb, place.query, place.group + 1) }
    if has.query { collect(sums.qa, place.query + 1, place.group) }
    if has.query && has.group { collect(sums.qb, place.query + 1, place.group + 1) }
  }

  /// The products of one row with every row of a table.
  static func products(_ query: Span<Float>, _ table: SketchTable, into scores: inout [Float]) {
    let (width, groups) = (table.width, table.groups)
    precondition(scores.count == groups * 8 && query.count == width)
    unsafe query.withUnsafeBufferPointer { query in
      unsafe scores.withUnsafeMutableBytes { scores in
        for group in 0..<groups {
          let rows = unsafe table.lanes + group &* width
          var sum = Lanes.zero
          for place in 0..<width { unsafe sum += rows[place] * query[place] }
          unsafe scores.storeBytes(of: sum, toByteOffset: group &* 32, as: Lanes.self)
        }
      }
    }
  }

  /// `sums[column] = sum of values[row] * matrix[row][column]`, with as many columns as eight divides.
  /// Rows are added up in runs of 64, which keeps the error of rounding below `64 + rows / 64` units.
  static func project(_ values: Span<Float>, _ matrix: [Float], into sums: inout [Float]) {
    let (rows, columns) = (values.count, sums.count)
    precondition(columns % 8 == 0 && matrix.count == rows * columns)
    unsafe values.withUnsafeBufferPointer { values in
      unsafe matrix.withUnsafeBytes { matrix in
        unsafe sums.withUnsafeMutableBytes { sums in
          for column in stride(from: 0, to: columns, by: 8) {
            var total = Lanes.zero
            for start in stride(from: 0, to: rows, by: 64) {
              var sum = Lanes.zero
              for row in start..<min(start &+ 64, rows) {
                let offset = (row &* columns &+ column) &* 4
                unsafe sum +=
                  matrix.loadUnaligned(fromByteOffset: offset, as: Lanes.self) * values[row]
              }
              total += sum
            }
            unsafe sums.storeBytes(of: total, toByteOffset: column &* 4, as: Lanes.self)
          }
        }
      }
    }
  }

  /// `matrix[row][column] += values[row] * weights[column]`.
  static func addOuter(_ values: Span<Float>, _ weights: [Float], to matrix: inout [Float]) {
    let (rows, columns) = (values.count, weights.count)
    precondition(columns % 8 == 0 && matrix.count == rows * columns)
    unsafe values.withUnsafeBufferPointer { values in
      unsafe weights.withUnsafeBytes { weights in
        unsafe matrix.withUnsafeMutableBytes { matrix in
          for row in 0..<rows {
            let value = unsafe values[row]
            for column in stride(from: 0, to: columns, by: 8) {
              let offset = (row &* columns &+ column) &* 4
              var sum = unsafe matrix.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
              unsafe sum +=
                weights.loadUnaligned(fromByteOffset: column &* 4, as: Lanes.self) * value
              unsafe matrix.storeBytes(of: sum, toByteOffset: offset, as: Lanes.self)
            }
          }
        }
      }
    }
  }
}

/// A pair that may be similar.
struct SketchHit {
  var query: Int32
  var slot: Int32
}

/// Sketches one behind the other.
struct SketchRows: Sendable {
  let width: Int
  private(set) var count = 0
  private(set) var values: [Float] = []

  init(width: Int, capacity: Int = 0) {
    self.width = width
    values.reserveCapacity(capacity * width)
  }

  mutating func append(_ sketch: some Collection<Float>) {
    values.append(contentsOf: sketch)
    count += 1
  }

  subscript(row: Int) -> ArraySlice<Float> { values[row * width..<(row + 1) * width] }
}
