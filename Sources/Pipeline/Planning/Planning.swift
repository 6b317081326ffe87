// Planning, the sixth stage: desired and live in, a plan out.
//
// Pure. Points/ merges the two sorted sides; Schema/ compares declared keys with the live
// configuration; Guards/ says what needs a person. A new check goes into Guards/, one file each.
