// GRPC: unary calls over the HTTP service, and the bytes of protocol buffers.
//
// It is given the path of a method, a message written with `ProtoWriter`, and a deadline; it returns a
// reader over the reply, or one typed error that holds the server's status and says whether a retry
// makes sense. It knows no service and no schema, never retries by itself, and never holds a second
// copy of a message: what the writer wrote is what is sent.
