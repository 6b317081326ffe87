import Model
import Testing

@Suite struct `Suggestions are near` {
  @Test(arguments: [
    ("valdiate", ["validate"]), ("VALIDATE", ["validate"]), ("vlidate", ["validate"]),
    ("fmr", ["fmt"]), ("f", []), ("completion", ["completions"]), ("", []),
    ("plna", ["plan"]), ("planx", ["plan"]), ("help", ["help"]), ("zzzzzzzz", []),
  ])
  func `by letters left out, added, changed and swapped`(word: String, near: [String]) {
    let names = ["validate", "fmt", "completions", "plan", "help"]
    #expect(Suggestions.near(word, among: names) == near)
  }

  @Test(arguments: [("", "", 0), ("abc", "acb", 1), ("ca", "abc", 3), ("kitten", "sitting", 3)])
  func `the distance is the optimal string alignment`(left: String, right: String, distance: Int) {
    let found = Suggestions.distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
    #expect(found == distance)
  }
}
