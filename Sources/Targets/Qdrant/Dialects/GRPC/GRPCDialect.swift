internal import GRPC
internal import HTTP
internal import Model

/// Qdrant over gRPC.
struct GRPCDialect: Dialect {
  let channel: GRPCChannel
  let address: String
  /// Says what gRPC cannot: servers read a message to a depth of 100, and two or three levels of it
  /// are one of a payload.
  let rest: RESTDialect

  /// Long enough for any one request of ours; what takes longer is asked for again.
  static let deadline = Duration.seconds(120)

  /// For a first contact: a server that is there answers at once.
  static let greetingDeadline = Duration.seconds(10)

  func call<Reply>(
    _ method: String, _ message: GRPCMessage, deadline: Duration = GRPCDialect.deadline,
    _ read: (inout ProtoReader) throws(ProtoError) -> Reply
  ) async throws(Failure) -> Reply {
    do throws(GRPCError) {
      let reader = try await channel.call(method, message, deadline: deadline)
      return try GRPCDialect.read(method, reader, read)
    } catch {
      throw Failure(error)
    }
  }

  /// The same for messages that may be large.
  func call<Reply>(
    _ method: String, capacity: Int, _ body: (inout ProtoWriter) -> Void,
    _ read: (inout ProtoReader) throws(ProtoError) -> Reply
  ) async throws(Failure) -> Reply {
    do throws(GRPCError) {
      let reader = try await channel.call(
        method, capacity: capacity, deadline: GRPCDialect.deadline, body)
      return try GRPCDialect.read(method, reader, read)
    } catch {
      throw Failure(error)
    }
  }

  private static func read<Reply>(
    _ method: String, _ reader: ProtoReader,
    _ read: (inout ProtoReader) throws(ProtoError) -> Reply
  ) throws(GRPCError) -> Reply {
    var reader = reader
    do throws(ProtoError) {
      return try read(&reader)
    } catch {
      throw GRPCError(method: method, .malformed(error))
    }
  }

  func version() async throws(Failure) -> String {
    try await call(
      "/qdrant.Qdrant/HealthCheck", GRPCMessage { _ in }, deadline: GRPCDialect.greetingDeadline
    ) {
      (reader) throws(ProtoError) in
      var version = ""
      while let field = try reader.next() {
        if field.number == 2 { version = try reader.string(field) } else { try reader.skip(field) }
      }
      return version
    }
  }

  func count(_ collection: String) async throws(Failure) -> Int {
    let message = GRPCMessage { writer in
      writer.string(1, collection)
      writer.bool(3, true)
    }
    return try await call("/qdrant.Points/Count", message) { (reader) throws(ProtoError) in
      var count: UInt64 = 0
      while let field = try reader.next() {
        guard field.number == 1 else {
          try reader.skip(field)
          continue
        }
        var inner = try reader.message(field)
        while let field = try inner.next() {
          if field.number == 1 { count = try inner.number(field) } else { try inner.skip(field) }
        }
      }
      return Int(clamping: count)
    }
  }

  func scrollMarks(_ question: ScrollQuestion) async throws(Failure) -> LivePage {
    try await call("/qdrant.Points/Scroll", GRPCDialect.message(question)) {
      (reader) throws(ProtoError) in
      var page = LivePage(points: [], next: nil)
      page.points.reserveCapacity(min(question.limit, reader.count / 16))
      var marks = MarkReader()
      while let field = try reader.next() {
        switch field.number {
        case 1: page.next = try reader.id(field)
        case 2: page.points.append(try marks.point(field, in: &reader))
        default: try reader.skip(field)
        }
      }
      return page
    }
  }

  private static func message(_ question: ScrollQuestion) -> GRPCMessage {
    GRPCMessage { writer in
      writer.string(1, question.collection)
      if !question.conditions.isEmpty { writer.filter(2, question.conditions) }
      if let from = question.from { writer.id(3, from) }
      writer.number(4, UInt64(question.limit))
      writer.selection(payload: 6, vectors: 7, question.selection)
    }
  }

  func scroll(_ question: ScrollQuestion) async throws(Failure) -> Page {
    try await call("/qdrant.Points/Scroll", GRPCDialect.message(question)) {
      (reader) throws(ProtoError) in
      var page = Page(records: [], next: nil)
      page.records.reserveCapacity(min(question.limit, reader.count / 16))
      while let field = try reader.next() {
        switch field.number {
        case 1: page.next = try reader.id(field)
        case 2: page.records.append(try reader.record(field))
        default: try reader.skip(field)
        }
      }
      return page
    }
  }

  /// A payload may be too deep for the message that should bring it back; REST has no such limit.
  func retrieve(_ ids: [PointID], _ selection: Selection, in collection: String)
    async throws(Failure) -> [StoredRecord]
  {
    do throws(Failure) {
      return try await retrieveMessages(ids, selection, in: collection)
    } catch {
      guard error.code == .failed, selection.payload == .all,
        let records = try? await rest.retrieve(ids, selection, in: collection)
      else { throw error }
      return records
    }
  }

  private func retrieveMessages(
    _ ids: [PointID], _ selection: Selection, in collection: String
  ) async throws(Failure) -> [StoredRecord] {
    let message = GRPCMessage(capacity: ids.count * 42 + 100) { writer in
      writer.string(1, collection)
      for id in ids { writer.id(2, id) }
      writer.selection(payload: 4, vectors: 5, selection)
    }
    return try await call("/qdrant.Points/Get", message) { (reader) throws(ProtoError) in
      var records: [StoredRecord] = []
      while let field = try reader.next() {
        if field.number == 1 {
          records.append(try reader.record(field))
        } else {
          try reader.skip(field)
        }
      }
      return records
    }
  }

  func nearest(to vector: [Float], named name: String, in collection: String, limit: Int)
    async throws(Failure) -> [PointID]
  {
    let message = GRPCMessage(capacity: 4 * vector.count + 100) { writer in
      writer.string(1, collection)
      writer.message(3, around: 4 * vector.count + 16) { writer in
        writer.message(1, around: 4 * vector.count + 10) { $0.dense(2, vector[...]) }
      }
      if !name.isEmpty { writer.string(4, name) }
      writer.message(6) { $0.bool(2, true) }
      writer.number(8, UInt64(limit))
      writer.selection(payload: 11, vectors: 10, Selection())
    }
    return try await call("/qdrant.Points/Query", message) { (reader) throws(ProtoError) in
      var ids: [PointID] = []
      while let field = try reader.next() {
        if field.number == 1 {
          ids.append(try reader.record(field).id)
        } else {
          try reader.skip(field)
        }
      }
      return ids
    }
  }
}

extension Failure {
  /// What a gRPC failure means to us.
  init(_ error: GRPCError) {
    switch error.cause {
    case .status(let status): self = Failure(status)
    case .transport(let cause): self = Failure(cause)
    case .foreign(_, .unauthenticated), .foreign(_, .permissionDenied):
      self.init(.forbidden, "\(error)")
    case .foreign: self.init(.wrongPort, "\(error)", retry: error.retry, hint: Failure.portHint)
    case .incomplete, .malformed: self.init(.failed, "\(error)", retry: error.retry)
    }
  }

  static let portHint =
    "check `grpcPort`, and http or https in `url`; Qdrant speaks gRPC on 6334 and REST on 6333"
  static let trustHint =
    "check `ca` in the connections, and that the server speaks TLS on this port"

  private init(_ status: GRPCStatus) {
    let code: QdrantError.Code =
      switch status.code {
      case .unauthenticated: .unauthenticated
      case .permissionDenied: .forbidden
      case .notFound: .noCollection
      case .alreadyExists: .collectionExists
      case .resourceExhausted: .busy
      case .deadlineExceeded, .cancelled: .outOfTime
      case .unavailable: .unavailable
      case .invalidArgument, .outOfRange: .refused
      case .unimplemented: .tooOld
      default: .failed
      }
    if status.metadata["qdrant-insufficient-storage"] == "1" {
      self.init(.full, status.message, hint: Failure.spaceHint)
      return
    }
    let after = status.metadata["retry-after"].flatMap { Int($0) }.map { Duration.seconds($0) }
    self.init(code, status.message, retry: status.code.retry, after: after)
    hint = Failure.hint(code)
  }

  static let spaceHint = "give the server more disk or memory, or raise its quota, and run it again"

  static func hint(_ code: QdrantError.Code) -> String? {
    switch code {
    case .unauthenticated: "check `apiKey` in the connections"
    case .forbidden: "the key may not do this; use one with write access to the whole server"
    default: nil
    }
  }

  /// What a broken exchange means to us.
  init(_ error: HTTPError) {
    let code: QdrantError.Code =
      switch error.code {
      case .badURL, .badRequest: .badAddress
      case .protocolViolation: .wrongPort
      case .timedOut, .stalled: .outOfTime
      case .cannotResolve, .cannotConnect, .proxyFailed, .tlsFailed, .unsupported: .unreachable
      case .cutOff: .unavailable
      default: .failed
      }
    self.init(code, "\(error)", retry: error.retry)
    if error.code == .tlsFailed { hint = Failure.trustHint }
  }
}
