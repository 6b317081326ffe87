internal import CLinux
internal import Glibc

/// Folders made, moved and removed as a whole.
extension Files {
  /// Makes one folder. It is an error if something is there already.
  public static func makeFolder(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
    guard unsafe mkdir(path, mode_t(mode)) == 0 else { throw .last("make the folder", path) }
  }

  /// Moves a file or folder on the same file system. What was at `target` is replaced if it is a
  /// file or an empty folder, else this fails.
  public static func move(_ path: String, to target: String) throws(SystemError) {
    guard unsafe rename(path, target) == 0 else { throw .last("move \(path) to", target) }
  }

  /// Removes a file, or a folder with all it holds. Symbolic links are removed, never followed.
  /// Nothing there is no error.
  public static func removeTree(_ path: String) throws(SystemError) {
    if unsafe unlink(path) == 0 || errno == ENOENT { return }
    guard errno == EISDIR || errno == EPERM else { throw .last("remove", path) }
    // A name that is not UTF-8 cannot travel through String, so the walk stays with C's bytes.
    var roots: [UnsafeMutablePointer<CChar>?] = unsafe [strdup(path), nil]
    defer { unsafe free(roots[0]) }
    guard let walk = unsafe fts_open(&roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_XDEV, nil) else {
      throw .last("remove", path)
    }
    defer { unsafe fts_close(walk) }
    while let entry = unsafe fts_read(walk) {
      unsafe try remove(
        unsafe Int32(entry.pointee.fts_info), unsafe entry.pointee.fts_accpath, path)
    }
  }

  private static func remove(
    _ info: Int32, _ entry: UnsafePointer<CChar>, _ root: String
  ) throws(SystemError) {
    // A folder comes twice: before what it holds, and after.
    if info == FTS_D { return }
    let answer = unsafe info == FTS_DP ? rmdir(entry) : unlink(entry)
    guard answer == 0 || errno == ENOENT else {
      throw .last("remove", unsafe "\(root) (at \(String(cString: entry)))")
    }
  }
}
