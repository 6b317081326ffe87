internal import HTTP
internal import Model

/// A server that was found to be a Qdrant we can speak with, and the patience to do so.
///
/// Everything that is said can be said twice without harm, so what failed on the way is said again.
struct Conversation: Sendable {
  let dialect: any Dialect
  let version: ServerVersion
  var patience = Patience()
  var scale = Scale()
  var newborns = Newborns()

  var address: String { dialect.address }

  /// Asks until there is an answer, or an error that another try would not change.
  ///
  /// `body` is given the number of the try, from 1: after the first, what it asks for may be done. It
  /// is about `collection`, which a server need not know yet where it was created a moment ago.
  func ask<Value>(
    _ attempt: @autoclosure () -> String, of collection: String? = nil,
    _ body: (Int) async throws(Failure) -> Value
  ) async throws -> Value {
    do throws(Failure) {
      return try await insist(throttle: true, of: collection, body)
    } catch {
      // A cancelled exchange fails like a broken one; what happened is that somebody stopped us.
      try Task.checkCancellation()
      throw error.refusal(attempt()).at(address)
    }
  }

  /// The same for a request that can be made smaller: without a word when to come back, a server
  /// that is busy wants less at once, and that is the caller's to do.
  func insist<Value>(
    throttle: Bool, of collection: String? = nil, _ body: (Int) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    var pause = patience.firstPause
    let begin = ContinuousClock.now
    var throttled = Duration.zero
    var number = 1
    while true {
      do throws(Failure) {
        return try await body(number)
      } catch {
        guard error.retry != .never || isTooEarly(error, collection), !Task.isCancelled else {
          throw error
        }
        if let after = error.after {
          throttled += max(after, .milliseconds(10))
          guard throttled <= patience.throttled else { throw error }
          try? await Task.sleep(for: after)
        } else {
          let spent = ContinuousClock.now - begin - throttled
          guard error.code != .busy || throttle, spent < patience.total else { throw error }
          try? await Task.sleep(for: pause)
          pause = min(pause * 2, patience.longestPause)
        }
        number += 1
      }
    }
  }

  private func isTooEarly(_ error: Failure, _ collection: String?) -> Bool {
    guard error.code == .noCollection, let collection else { return false }
    return newborns.isThere(collection, within: patience.newborn)
  }

  func schema(_ operation: SchemaOperation) async throws -> PayloadValue {
    try await ask(operation.attempt, of: operation.collection) { _ async throws(Failure) in
      try await dialect.carryOut(operation)
    }
  }

  /// Changes points, and returns when the change is to be seen.
  func change(
    _ attempt: @autoclosure () -> String, in collection: String,
    _ body: (Int) async throws(Failure) -> UpdateStatus
  ) async throws {
    let status = try await ask(attempt(), of: collection, body)
    if status == .pending { try await drain(collection) }
  }
}
