// NumPy: arrays of vectors in .npy and .npz files, with companions for the rest of a row.
//
// Rows are those of the only array of numbers with two dimensions (n, d), or of the one that is named
// as vectors. Arrays of one dimension and n elements beside it, in the same .npz or in files of their
// own, give ids, texts or metadata by their names; .jsonl and .json files beside it give rows or lists
// of n elements. Without ids a row has only its position. Numbers are rounded to float32 as numpy does;
// dates are written as ISO 8601 and NaN in metadata is null. Object arrays are pickles and are refused.
// Whoever writes an array gets its head here.
