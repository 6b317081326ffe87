/// From which sizes on another way of doing things pays.
struct Scale: Sendable {
  /// How many points a page of a scan has: as many as a server gathers well at once, 48 bytes each.
  var page = 4096
  /// Points from which a scan is divided: fewer are read before the server has answered four times.
  var divided = 50_000
  /// More streams cost more: each walks over the ids of all of them.
  var streams = 4
  /// Points from which building a graph once costs less than growing it.
  var deferred = 50_000
}
