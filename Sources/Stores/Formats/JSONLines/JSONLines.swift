// JSONLines: one JSON object a line, as exports and scripts write them.
//
// Reads `id`, `text`, `metadata` and `vector` under their common spellings, streaming. A new format is
// a module beside this one that gives a `RowSource`, and a line in Engine.
