// Crypto: digests.
//
// SHA-256 as a stream, SHA-1 for UUIDv5, HMAC for signatures, and a fast 128-bit content hash.
// It is given bytes and returns digests, over libcrypto and xxHash; it keeps nothing.
