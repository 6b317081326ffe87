extension YAMLProblem {
  /// Translates what libyaml says into what a person can act on. The only place that knows its words.
  init(_ complaint: Complaint, in text: SourceText) {
    self.init(.syntax, complaint.problem, at: complaint.place)
  }
}
