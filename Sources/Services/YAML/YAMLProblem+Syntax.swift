extension YAMLProblem {
  /// Translates what libyaml says into what a person can act on.
  init(_ complaint: Complaint, in text: SourceText) {
    self = SyntaxDiagnosis(complaint, text).problem
  }
}
