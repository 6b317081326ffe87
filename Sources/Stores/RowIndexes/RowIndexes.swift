// RowIndexes: the file rows.plumb, in which a publisher writes down what every row is.
//
// Given rows, returns bytes; given those bytes, returns what they say of each row, or nothing where one
// of them is wrong. Knows no format of stores, and no manifest.
