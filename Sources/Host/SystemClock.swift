internal import CLinux
internal import Dispatch
internal import Glibc
public import Model

/// The machine's wall clock, as RFC 3339 text in UTC.
public struct SystemClock: WallClock {
  public init() {}

  public func now(adding seconds: Int) -> String {
    var moment = time(nil) + seconds
    var parts = unsafe tm()
    unsafe gmtime_r(&moment, &parts)
    let date = unsafe (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
    let clock = unsafe (Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec))
    return "\(pad(date.0, 4))-\(pad(date.1, 2))-\(pad(date.2, 2))T"
      + "\(pad(clock.0, 2)):\(pad(clock.1, 2)):\(pad(clock.2, 2))Z"
  }

  private func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
