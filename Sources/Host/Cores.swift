internal import Glibc

/// How many processors this machine has for us.
public enum Cores {
  /// At least one.
  public static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
