/// How long a server is given that does not answer as it should.
struct Patience: Sendable {
  /// For one thing that is wanted, all tries together.
  var total = Duration.seconds(180)
  var firstPause = Duration.milliseconds(100)
  var longestPause = Duration.seconds(5)
  /// How long a server may keep us waiting that says itself when to come back.
  var throttled = Duration.seconds(600)

  /// How long a collection may be busy with itself without getting any further, as far as a server
  /// tells. One large segment is indexed for an hour, and until its end nothing is counted.
  var standstill = Duration.seconds(4 * 3600)

  /// How long a collection that was just created may be unknown to some of a cluster's nodes.
  var newborn = Duration.seconds(10)

  /// For a first contact: somebody may wait for the answer, and a wrong address stays wrong.
  static let first = Patience(total: .seconds(3))
}
