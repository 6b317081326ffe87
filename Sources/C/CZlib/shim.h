#pragma once
#include <zlib.h>

// inflateInit2 is a macro. A negative window asks for bare deflate, 16 more for the gzip format.
static inline int plumb_inflate_begin(z_stream *s, int window) { return inflateInit2(s, window); }
