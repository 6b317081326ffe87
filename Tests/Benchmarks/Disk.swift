import Glibc

func size(_ path: String) -> Int {
  var facts = stat()
  return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
}

func refuseSmallDisk(_ data: Dataset) {
  var facts = statvfs()
  guard statvfs(data.folder, &facts) == 0 else { return }
  let free = UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
  guard free < data.bytesNeeded else { return }
  _ = rmdir(data.folder)
  fail(
    "\(data.folder) has \(free >> 20) MB free, and \(data.rows) rows need \(data.bytesNeeded >> 20); "
      + "set BENCH_ROWS or PLUMB_BENCH_DIR")
}

/// Only what a benchmark made: it is given the folder that it made itself.
func removeFolder(_ path: String) {
  _ = Measured.run(["rm", "-rf", "--", path], log: "/dev/null")
}
