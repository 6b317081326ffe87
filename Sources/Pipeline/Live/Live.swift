// Live, the fifth stage: what the target really holds.
//
// It is given a reader of a target, which cannot write, and returns the live schema, aliases and
// ledger with their digests, and the stream of live points. Nothing is remembered between runs.
