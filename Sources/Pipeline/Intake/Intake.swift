// Intake, the second stage: source rows in, candidates out.
//
// It maps each row as the manifest says: which id, which payload, which text. It fingerprints the
// result and computes what the dedupe rules will compare; vectors that a rule will look at again go
// to a scratch file. It drops nothing and decides nothing about
// what is live. The same mapping makes whole points again when an apply fetches rows.
