internal import Model

extension Option {
  static let connections = Option.value(
    "connections", "FILE", .file, variable: "PLUMB_CONNECTIONS",
    "the operator's names for stores and targets; else ./plumb.yaml, else the built-in 'local' ones"
  )
  static let allowReplace = Option.flag(
    "allow-replace", "approve a replacement by a new generation, as a person")
  static let allowDeletes = Option.flag(
    "allow-deletes", "approve more deletions than sync.maxDelete lets through, as a person")
  static let samples = Option.value(
    "samples", "N", .integer(0...1000), fallback: "5", "how many ids to show for each reason")
  static let noCache = Option.flag(
    "no-cache", "read the source again, whatever the row index in the cache says")

  static let events = Option.flag(
    "events", "print one JSON object a line as the work goes on, and the result as the last one")

  /// What every command that contacts something takes.
  static let contact: [Option] = [connections, noCache]
  static let approvals: [Option] = [allowReplace, allowDeletes]
}

extension Values {
  var approvals: Set<SyncSpec.Approval> {
    var approvals: Set<SyncSpec.Approval> = []
    if isOnIfKnown(.allowReplace) { approvals.insert(.replace) }
    if isOnIfKnown(.allowDeletes) { approvals.insert(.deletes) }
    return approvals
  }
}
