internal import Model

/// Opening ports and giving them back, whatever happens in between.
extension Reconciler {
  var target: any Target {
    get throws {
      workshop.through(try Registry.target(manifest.target.connection, workshop.connections))
    }
  }

  func withReader<Result>(
    _ body: (any TargetReader) async throws -> Result
  ) async throws -> Result {
    let reader = try await target.reader()
    do {
      let result = try await body(reader)
      try await reader.close()
      return result
    } catch {
      // The first error is the one to report.
      try? await reader.close()
      throw error
    }
  }

  func withWriter<Result>(
    _ body: (any TargetWriter) async throws -> Result
  ) async throws -> Result {
    let writer = try await target.writer()
    do {
      let result = try await body(writer)
      try await writer.close()
      return result
    } catch {
      try? await writer.close()
      throw error
    }
  }
}
