internal import Model
internal import Wire

/// Whether a suspension still stands: the one thing in a plan that depends on the time of day.
enum Suspensions {
  static func stands(_ manifest: Manifest, _ clock: any WallClock) -> Bool {
    guard let suspension = manifest.suspend else { return false }
    guard let until = suspension.until, let end = Instant(lenient: until),
      let now = Instant(lenient: clock.now())
    else {
      return true
    }
    return now < end
  }
}
