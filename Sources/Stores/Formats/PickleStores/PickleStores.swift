// PickleStores: what scripts keep in pickles beside an index, or without one.
//
// Lists of texts, of metadata, of ids, of vectors, of documents or of whole rows, each in a file of its
// own or under a key of one dictionary, joined by position. Which is which is told by what the values
// are, and by the name of the file or key only between texts and ids.
