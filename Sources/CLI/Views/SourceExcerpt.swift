internal import Model

/// The part of a source line that is shown, and where the caret stands below it, in columns of a
/// terminal rather than in scalars of the text.
struct SourceExcerpt {
  let text: String
  let indentColumns: Int
  let caretColumns: Int

  init(_ place: Place, columns: Int) {
    let scalars = Array(place.source.unicodeScalars)
    let caret = min(max(place.column - 1, 0), scalars.count)
    let end = min(caret + max(place.length, 1), scalars.count)
    // A long line keeps a third of the room before the caret.
    let start =
      scalars.count > columns ? max(0, min(caret - columns / 3, scalars.count - columns)) : 0
    let stop = min(scalars.count, start + columns)
    let before = String(scalars[start..<max(start, caret)])
    let marked = String(scalars[max(start, caret)..<max(start, caret, min(end, stop))])
    let after = String(scalars[max(start, caret, min(end, stop))..<max(stop, caret)])
    let opening = start > 0 ? "…" : ""
    text =
      opening + before.printable + marked.printable + after.printable
      + (stop < scalars.count ? "…" : "")
    indentColumns = opening.count + before.printable.terminalColumns
    caretColumns = max(1, marked.printable.terminalColumns)
  }
}

extension String {
  fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self = String(view)
  }
}
