// JSONRows: rows that are written as JSON, for readers of formats.
//
// `RowParser` reads one object as a row, under the usual names of its keys; `JSONCursor` goes through a
// file that is too large to be held, value by value, and `JSONElements` through the members of one list
// in it. They remember places and never a whole file. Which formats there are is not known here.
