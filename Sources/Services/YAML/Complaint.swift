/// What libyaml says when it stops, in its own words. `SyntaxDiagnosis` translates it.
struct Complaint {
  let problem: String
  let place: Mark
  let context: String
  let contextPlace: Mark
}
