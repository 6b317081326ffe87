/// Bytes that nobody can guess, for the ids of locks and never for the identity of a point.
public enum Random {
  /// Swift's own generator asks the kernel (getrandom) for every number.
  public static func bytes(_ count: Int) -> [UInt8] {
    var source = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &source) }
  }
}
