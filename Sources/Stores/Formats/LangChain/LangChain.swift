// LangChain: the faiss stores that LangChain saves, of every generation of the library.
//
// A store is an index and a pickle of the same name, or one pickle with the index inside; a folder may
// hold several, which are its collections. Row i of the index belongs to the id that the pickle's map
// has for i (for the index's own label, where it has labels), and the id to the document that the
// docstore keeps under it. A row whose document is gone has neither text nor metadata and is reported.
// Where counts differ nobody can say which vector belongs to which document, and the store is refused.
internal import Model

/// The files of one collection.
struct SavedFiles: Sendable {
  let name: String
  let pickle: StoreFile
  /// nil where the pickle is expected to hold the index, or where there is none.
  let index: StoreFile?
}
