internal import CLinux
internal import Glibc

/// A file descriptor of ours, closed exactly once and never inherited by a program we start.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes over a descriptor that a call of the system just returned.
  ///
  /// It is moved above the three standard ones: a process may have been started with one of those
  /// closed, and a pipe that lands there would be overwritten while a child is prepared.
  init(taking number: Int32, for subject: String) throws(SystemError) {
    guard number <= STDERR_FILENO else {
      self.number = number
      return
    }
    let moved = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    let failure = SystemError.last("move a descriptor of", subject)
    close(number)
    guard moved >= 0 else { throw failure }
    self.number = moved
  }

  deinit { close(number) }
}

/// The two ends of a pipe.
struct Pipe: ~Copyable {
  let reading: Descriptor
  let writing: Descriptor

  static func made(for subject: String) throws(SystemError) -> Pipe {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw .last("make a pipe for", subject) }
    let writing = try taken(ends[1], orClose: ends[0], subject)
    return Pipe(reading: try Descriptor(taking: ends[0], for: subject), writing: writing)
  }

  private static func taken(_ number: Int32, orClose other: Int32, _ subject: String)
    throws(SystemError) -> Descriptor
  {
    do throws(SystemError) {
      return try Descriptor(taking: number, for: subject)
    } catch {
      close(other)
      throw error
    }
  }

  /// Gives up the writing end, so that the reader sees the end when the child is done.
  consuming func readingEnd() -> Descriptor { reading }
}
