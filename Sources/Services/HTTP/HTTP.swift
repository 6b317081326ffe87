// HTTP: requests and responses over libcurl.
//
// It is given a request with a deadline and returns a response or one typed error that says whether
// a retry makes sense. It holds the connections, knows TLS and proxies, and never follows a policy
// of its own: who retries, and how often, is the caller's to say. No C type leaves this module.
