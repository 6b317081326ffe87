// S3Stores: vector stores in a bucket, read by their catalog and through a cache on this machine.
//
// It resolves versions and pins their files; bytes are fetched when they are asked for, and nothing that
// is not whole and right is ever handed over. It does not know what is in the files.
