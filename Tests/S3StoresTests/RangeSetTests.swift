import Testing

@testable import S3Stores

@Suite struct `A set of ranges` {
  @Test func `joins what touches, and knows what is missing`() {
    var set = RangeSet()
    set.insert(10..<20)
    set.insert(30..<40)
    #expect(set.missing(0..<50) == [0..<10, 20..<30, 40..<50])
    #expect(set.missing(12..<18) == [])
    #expect(set.missing(15..<35) == [20..<30])
    set.insert(20..<30)
    #expect(set.ranges == [10..<40])
    set.insert(5..<5)
    set.insert(0..<12)
    #expect(set.ranges == [0..<40])
    #expect(set.missing(40..<41) == [40..<41])
  }

  @Test func `agrees with a list of bits, whatever comes`() {
    var state: UInt64 = 42
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    for _ in 0..<200 {
      var set = RangeSet()
      var bits = [Bool](repeating: false, count: 64)
      for _ in 0..<12 {
        let start = next(60)
        let range = start..<start + next(64 - start)
        set.insert(range)
        for place in range { bits[Int(place)] = true }
      }
      let missing = set.missing(0..<64)
      var holes = [Bool](repeating: false, count: 64)
      for range in missing { for place in range { holes[Int(place)] = true } }
      #expect(zip(bits, holes).allSatisfy { $0 != $1 })
      #expect(zip(missing, missing.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
    }
  }
}
