// Dedupe, the third stage: candidates in, survivors out, and a reason for every row that falls.
//
// Pure: it compares keys and orders, and never sees a text, a vector or a clock.
