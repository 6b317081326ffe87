/// What libyaml says when it stops, in its own words. `YAMLProblem.init(_:in:)` translates it.
struct Complaint {
  let problem: String
  let place: Mark
  let context: String
  let contextPlace: Mark
}
