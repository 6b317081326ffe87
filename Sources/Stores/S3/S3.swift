// S3: objects in buckets, over HTTP.
//
// It signs requests, finds credentials where the users of AWS tools keep them, retries what may be
// retried, and says of everything else what happened and what to do. It knows objects, not vector
// stores, and no secret and no query string ever reaches one of its errors.
