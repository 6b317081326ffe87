internal import Glibc

extension Files {
  /// The one absolute path without links that leads to the same file; nil if there is no such file.
  public static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
