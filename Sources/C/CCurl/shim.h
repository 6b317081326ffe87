#pragma once
#include <curl/curl.h>
#include <zlib.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift does not
// import: one wrapper for each type that a value can have.

typedef size_t (*plumb_curl_transfer)(char *, size_t, size_t, void *);
typedef int (*plumb_curl_seek)(void *, curl_off_t, int);
typedef int (*plumb_curl_prerequest)(void *, char *, char *, int, int);
typedef curl_socket_t (*plumb_curl_opensocket)(void *, curlsocktype, struct curl_sockaddr *);

static inline CURLcode plumb_curl_set_text(CURL *h, CURLoption o, const char *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode plumb_curl_set_long(CURL *h, CURLoption o, long v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode plumb_curl_set_offset(CURL *h, CURLoption o, curl_off_t v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode plumb_curl_set_pointer(CURL *h, CURLoption o, const void *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode plumb_curl_set_list(CURL *h, CURLoption o, struct curl_slist *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode plumb_curl_on_transfer(CURL *h, CURLoption o, plumb_curl_transfer v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode plumb_curl_on_seek(CURL *h, plumb_curl_seek v) {
  return curl_easy_setopt(h, CURLOPT_SEEKFUNCTION, v);
}
static inline CURLcode plumb_curl_on_prerequest(CURL *h, plumb_curl_prerequest v) {
  return curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, v);
}
static inline CURLcode plumb_curl_on_opensocket(CURL *h, plumb_curl_opensocket v) {
  return curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, v);
}
static inline CURLcode plumb_curl_get_long(CURL *h, CURLINFO i, long *v) {
  return curl_easy_getinfo(h, i, v);
}
static inline CURLcode plumb_curl_get_offset(CURL *h, CURLINFO i, curl_off_t *v) {
  return curl_easy_getinfo(h, i, v);
}
static inline CURLMcode plumb_curl_multi_set_long(CURLM *m, CURLMoption o, long v) {
  return curl_multi_setopt(m, o, v);
}

// CURLVERSION_NOW is a macro that Swift does not see.
static inline unsigned plumb_curl_version(void) {
  return curl_version_info(CURLVERSION_NOW)->version_num;
}

// The code of the one finished transfer of a multi handle. CURLMsg keeps it in a union; -1 when
// nothing has finished.
static inline int plumb_curl_multi_finished(CURLM *m) {
  int left = 0;
  CURLMsg *message = curl_multi_info_read(m, &left);
  return message && message->msg == CURLMSG_DONE ? (int)message->data.result : -1;
}

// inflateInit2 is a macro. 16 asks for the gzip format, with its checksum and length.
static inline int plumb_gunzip_begin(z_stream *s) { return inflateInit2(s, 16 + MAX_WBITS); }
