internal import Glibc

/// Which process on which machine this is, in a way that another process can check later.
public struct ProcessIdentity: Hashable, Sendable {
  /// Boot and process namespace: only inside the same two does a process number mean anything.
  public let machine: String
  public let process: Int32
  /// Clock ticks after boot; a number that is used again has another start.
  public let startedAt: UInt64
  public let host: String

  public static func current() -> ProcessIdentity {
    let number = getpid()
    return ProcessIdentity(
      machine: machine(), process: number, startedAt: start(of: number) ?? 0, host: hostName())
  }

  /// "build-7, process 123 (1f0c2a9e/4026531836/55012)": for people, and enough to check it.
  public var description: String {
    "\(host), process \(process) (\(machine)/\(startedAt))"
  }

  /// Reads what `description` wrote.
  public init?(_ description: String) {
    // Host names hold no comma and no bracket, so these are the first and the last of their kind.
    guard description.last == ")", let open = description.lastIndex(of: "("),
      let comma = description.firstIndex(of: ",")
    else { return nil }
    let facts = description[description.index(after: open)...].dropLast().split(separator: "/")
    let digits = description[comma..<open].filter(\.isNumber)
    guard facts.count == 3, let process = Int32(digits), let start = UInt64(facts[2]) else {
      return nil
    }
    self.init(
      machine: "\(facts[0])/\(facts[1])", process: process, startedAt: start,
      host: String(description[..<comma]))
  }

  private init(machine: String, process: Int32, startedAt: UInt64, host: String) {
    self.machine = machine
    self.process = process
    self.startedAt = startedAt
    self.host = host
  }

  /// Surely gone: it ran where this process runs, and its number is free or used by another one.
  public func isGone(seenFrom observer: ProcessIdentity) -> Bool {
    guard machine == observer.machine, !machine.hasPrefix("unknown") else { return false }
    return ProcessIdentity.start(of: process) != startedAt
  }

  private static func machine() -> String {
    guard let boot = Boot.id()?.prefix(8), let space = try? Files.sameness("/proc/self/ns/pid")
    else { return "unknown/0" }
    return "\(boot)/\(space.number)"
  }

  /// The 22nd field of /proc/N/stat, counted behind the name, which may hold spaces and brackets.
  private static func start(of process: Int32) -> UInt64? {
    guard let bytes = try? Files.read("/proc/\(process)/stat", limit: 4096),
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
    // A zombie is gone: it can write nothing more.
    guard fields.count > 19, fields[0].first != UInt8(ascii: "Z") else { return nil }
    return UInt64(String(decoding: fields[19], as: UTF8.self))
  }

  private static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let answer = unsafe buffer.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      return unsafe gethostname(base, 255)
    }
    guard answer == 0 else { return "unknown" }
    let name = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: name, as: UTF8.self).filter { $0 != "," && $0 != "(" && $0 != "/" }
  }
}
