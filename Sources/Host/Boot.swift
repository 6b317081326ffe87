/// Which start of the machine this is. What was written before it and not flushed may be lost.
public enum Boot {
  /// Nil where the machine does not say.
  public static func id() -> String? {
    let bytes = try? Files.read("/proc/sys/kernel/random/boot_id", limit: 100)
    return bytes.map { String(decoding: $0.prefix { $0 != 0x0A }, as: UTF8.self) }
  }
}
