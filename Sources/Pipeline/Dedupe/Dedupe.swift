// Dedupe, the third stage: candidates in, survivors out, and a reason for every row that falls.
//
// It compares keys and orders, and never sees a text or a clock. Only rules by similarity look at
// vectors, which they read from a shelf, block by block, on threads of their own.
