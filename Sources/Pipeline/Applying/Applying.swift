// Applying, the last stage and the only one that writes.
//
// It is given a plan that may be applied, a writer and a supply of points, and works through the plan
// in the order that loses nothing: lock, schema, indexes, upserts, deletes, settle, verify, alias,
// ledger, unlock. Killed anywhere, it leaves a state from which the next plan is right.
