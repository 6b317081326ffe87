// Desired, the fourth stage: survivors in, the desired set out.
//
// It sorts by id, refuses two rows that land on one id, and digests the whole. It also writes the set
// to bytes and reads it back (the row index), so that an unchanged source is not read twice. Pure.
