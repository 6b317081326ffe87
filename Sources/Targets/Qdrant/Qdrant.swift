// Qdrant: a target that is a Qdrant server.
//
// It is given an address, a transport and where the key comes from, and does what every target does:
// reads what is live in Qdrant's own words, and changes schema, points and aliases under a lock that
// is kept in the server itself. What is said to the server is the same over gRPC and REST; the two
// ways of saying it are the dialects. It never plans, and never touches a point of somebody else's.
