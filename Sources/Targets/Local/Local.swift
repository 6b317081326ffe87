// Local: a target in one SQLite file.
//
// It behaves like a vector database where that matters: whole points replaced on upsert, payloads
// written alone, generations behind an alias, points of others left alone, exact search. It is the
// default of the quickstart and the reference for every other target.
