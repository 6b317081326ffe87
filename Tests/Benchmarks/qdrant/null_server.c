// A gRPC server that takes the points of every client and keeps none, so that what is measured is
// the client. It is cheaper than any client: the bytes of points are dropped inside the kernel.
//
//   null_server
//
// Announces {"port", "pid"} as one line, and ends when standard input ends. For each line that it
// reads there it says what was upserted since the last one: calls, bytes, and the seconds from the
// beginning of the first call to the end of the last. What it does keep is what a writer cannot work
// without: which collections there are, and the few points of the collection `_plumb`.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { DATA, HEADERS, PRIORITY, RESET, SETTINGS, PUSH, PING, GOAWAY, WINDOW, CONTINUATION };
enum { END_STREAM = 1, ACK = 1, END_HEADERS = 4, PADDED = 8, HAS_PRIORITY = 32 };
enum { OK = 0, NOT_FOUND = 5, UNIMPLEMENTED = 12 };
enum { HEAD = 256, FRAME = 16384, STREAMS = 128 };

typedef struct { uint8_t *at; size_t count, room; } Bytes;

static void die(const char *what) { perror(what); exit(1); }

static void add(Bytes *b, const void *from, size_t count) {
  if (b->count + count > b->room) {
    b->room = (b->count + count) * 2 + 64;
    if (!(b->at = realloc(b->at, b->room))) die("memory");
  }
  memcpy(b->at + b->count, from, count);
  b->count += count;
}

static void drop(Bytes *b) { free(b->at); *b = (Bytes){0}; }
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

// Protocol buffers ------------------------------------------------------------------------------

static void add_varint(Bytes *b, uint64_t value) {
  uint8_t byte;
  for (; value >= 0x80; value >>= 7) { byte = value | 0x80; add(b, &byte, 1); }
  byte = value;
  add(b, &byte, 1);
}

static void add_number(Bytes *b, int field, uint64_t value) {
  add_varint(b, field << 3);
  add_varint(b, value);
}

static void add_bytes(Bytes *b, int field, const void *from, size_t count) {
  add_varint(b, field << 3 | 2);
  add_varint(b, count);
  add(b, from, count);
}

// Adds a message and lets go of it.
static void add_message(Bytes *b, int field, Bytes *inner) {
  add_bytes(b, field, inner->at, inner->count);
  drop(inner);
}

typedef struct { const uint8_t *at, *end; } Reader;
typedef struct { int number, wire; const uint8_t *start; Reader content; } Field;

static int read_varint(Reader *r, uint64_t *value) {
  *value = 0;
  for (int shift = 0; shift < 64 && r->at < r->end; shift += 7) {
    uint8_t byte = *r->at++;
    *value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return 1;
  }
  return 0;
}

static int next_field(Reader *r, Field *f) {
  uint64_t key, value;
  f->start = r->at;
  if (r->at >= r->end || !read_varint(r, &key)) return 0;
  f->number = key >> 3;
  f->wire = key & 7;
  f->content = (Reader){r->at, r->at};
  if (f->wire == 0) return read_varint(r, &value);
  uint64_t length = f->wire == 1 ? 8 : f->wire == 5 ? 4 : 0;
  if (f->wire == 2 && !read_varint(r, &length)) return 0;
  if (length > (uint64_t)(r->end - r->at)) return 0;
  f->content = (Reader){r->at, r->at + length};
  r->at += length;
  return 1;
}

static int find(Reader message, int number, Reader *content) {
  for (Field f; next_field(&message, &f);)
    if (f.number == number && f.wire == 2) { *content = f.content; return 1; }
  return 0;
}

// What is kept -------------------------------------------------------------------------------------

typedef struct { Bytes name, vectors; } Collection;
typedef struct { Bytes id, record; } Kept;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Collection collections[64];
static Kept kept[256];
static size_t collection_count, kept_count;
static struct { uint64_t calls, bytes; double first, last; } seen;

static int same(Bytes b, Reader r) {
  return b.count == (size_t)(r.end - r.at) && !memcmp(b.at, r.at, b.count);
}

static Collection *collection(Reader name) {
  for (size_t i = 0; i < collection_count; i++)
    if (same(collections[i].name, name)) return &collections[i];
  return NULL;
}

static int is_ledger(Reader name) { return name.end - name.at == 6 && !memcmp(name.at, "_plumb", 6); }

static void create(Reader message, Reader name) {
  Collection *c = collection(name);
  if (!c && collection_count == 64) die("too many collections");
  if (!c) add(&(c = &collections[collection_count++])->name, name.at, name.end - name.at);
  Reader vectors = {0};
  drop(&c->vectors);
  if (find(message, 10, &vectors)) add(&c->vectors, vectors.at, vectors.end - vectors.at);
}

static void delete_collection(Reader name) {
  Collection *c = collection(name);
  if (!c) return;
  drop(&c->name);
  drop(&c->vectors);
  *c = collections[--collection_count];
}

// A point as it is sent becomes one as it is read: its payload is field 3 in one and 2 in the other.
static void keep(Reader point) {
  Reader id;
  if (!find(point, 1, &id)) return;
  Kept *k = NULL;
  for (size_t i = 0; i < kept_count; i++) if (same(kept[i].id, id)) k = &kept[i];
  if (!k && kept_count == 256) die("too many points of the ledger");
  if (!k) add(&(k = &kept[kept_count++])->id, id.at, id.end - id.at);
  drop(&k->record);
  for (Field f; next_field(&point, &f);) {
    if (f.number == 1) add_bytes(&k->record, 1, f.content.at, f.content.end - f.content.at);
    if (f.number == 3) add_bytes(&k->record, 2, f.content.at, f.content.end - f.content.at);
  }
}

static void forget(Reader message) {
  for (size_t i = kept_count; i-- > 0;) {
    if (!memmem(message.at, message.end - message.at, kept[i].id.at, kept[i].id.count)) continue;
    drop(&kept[i].id);
    drop(&kept[i].record);
    kept[i] = kept[--kept_count];
  }
}

// What is answered ---------------------------------------------------------------------------------

static int is(const char *path, const char *name) { return !strcmp(path, name); }

static void information(Bytes *reply, Collection *c) {
  Bytes info = {0}, config = {0}, params = {0}, optimizer = {0}, hnsw = {0}, wal = {0}, fine = {0};
  add_number(&params, 3, 1);
  add_bytes(&params, 5, c->vectors.at, c->vectors.count);
  add_number(&hnsw, 1, 16);
  add_number(&optimizer, 5, 10000);
  add_number(&wal, 1, 32);
  add_message(&config, 1, &params);
  add_message(&config, 2, &hnsw);
  add_message(&config, 3, &optimizer);
  add_message(&config, 4, &wal);
  add_number(&fine, 1, 1);
  add_number(&info, 1, 1);
  add_message(&info, 2, &fine);
  add_number(&info, 4, 1);
  add_message(&info, 7, &config);
  add_number(&info, 9, 0);
  add_message(reply, 1, &info);
}

static int answer_collections(const char *call, Reader message, Reader name, Bytes *reply) {
  Bytes inner = {0};
  Collection *c = collection(name);
  if (is(call, "Get")) {
    if (!c) return NOT_FOUND;
    information(reply, c);
  } else if (is(call, "CollectionExists")) {
    if (c || is_ledger(name)) add_number(&inner, 1, 1);
    add_message(reply, 1, &inner);
  } else if (is(call, "List")) {
    for (size_t i = 0; i < collection_count; i++) {
      add_bytes(&inner, 1, collections[i].name.at, collections[i].name.count);
      add_message(reply, 1, &inner);
    }
  } else if (!is(call, "ListAliases") && !is(call, "ListCollectionAliases")) {
    if (is(call, "Create")) create(message, name);
    if (is(call, "Delete")) delete_collection(name);
    add_number(reply, 1, 1);
  }
  return OK;
}

static int answer_points(const char *call, Reader message, Reader name, Bytes *reply) {
  int of_ledger = is_ledger(name);
  if (is(call, "Get") || is(call, "Scroll")) {
    int scrolls = is(call, "Scroll");
    for (size_t i = 0; of_ledger && i < kept_count; i++) {
      Bytes *record = &kept[i].record, *id = &kept[i].id;
      // A walk over the ledger asks for one kind, which is a word in its filter and in the point.
      int wanted = scrolls
        ? memmem(record->at, record->count, "\"\5entry", 7) != NULL
        : memmem(message.at, message.end - message.at, id->at, id->count) != NULL;
      if (wanted) add_bytes(reply, scrolls ? 2 : 1, record->at, record->count);
    }
    return OK;
  }
  Bytes inner = {0};
  if (is(call, "Count")) {
    add_message(reply, 1, &inner);
    return OK;
  }
  if (of_ledger && is(call, "Upsert"))
    for (Field f; next_field(&message, &f);) if (f.number == 3) keep(f.content);
  if (of_ledger && is(call, "Delete")) forget(message);
  add_number(&inner, 1, 1);
  add_number(&inner, 2, 2);
  add_message(reply, 1, &inner);
  return OK;
}

static int answer(const char *path, Reader message, Bytes *reply) {
  if (is(path, "/qdrant.Qdrant/HealthCheck")) {
    add_bytes(reply, 1, "null", 4);
    add_bytes(reply, 2, "1.19.0", 6);
    return OK;
  }
  Reader name = {0};
  find(message, 1, &name);
  pthread_mutex_lock(&lock);
  int status = UNIMPLEMENTED;
  if (!strncmp(path, "/qdrant.Collections/", 20))
    status = answer_collections(path + 20, message, name, reply);
  else if (!strncmp(path, "/qdrant.Points/", 15))
    status = answer_points(path + 15, message, name, reply);
  pthread_mutex_unlock(&lock);
  return status;
}

// HTTP/2 -------------------------------------------------------------------------------------------

typedef struct {
  uint32_t id;
  char path[HEAD];
  Bytes body;
  uint64_t size;
  double begin;
  int is_dropped;
} Stream;

typedef struct {
  int socket;
  nghttp2_hd_inflater *inflater;
  Stream streams[STREAMS];
  uint64_t unannounced;
  Bytes output;
} Connection;

static int take(Connection *c, void *into, size_t count) {
  for (uint8_t *to = into; count;) {
    ssize_t got = recv(c->socket, to, count, MSG_WAITALL);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    to += got;
    count -= got;
  }
  return 1;
}

// The kernel throws the bytes away without copying them.
static int skip(Connection *c, size_t count) {
  while (count) {
    ssize_t got = recv(c->socket, NULL, count, MSG_TRUNC | MSG_WAITALL);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    count -= got;
  }
  return 1;
}

static int give(Connection *c, Bytes *b) {
  for (size_t sent = 0; sent < b->count;) {
    ssize_t count = send(c->socket, b->at + sent, b->count - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return 0;
    sent += count;
  }
  b->count = 0;
  return 1;
}

static void add_frame(Bytes *b, int type, int flags, uint32_t stream, const void *from, size_t count) {
  uint32_t id = htonl(stream);
  uint8_t head[5] = {count >> 16, count >> 8, count, type, flags};
  add(b, head, 5);
  add(b, &id, 4);
  add(b, from, count);
}

static void add_window(Bytes *b, uint32_t stream, uint32_t more) {
  uint32_t bytes = htonl(more);
  add_frame(b, WINDOW, 0, stream, &bytes, 4);
}

static void add_header(Bytes *b, const char *name, const char *value) {
  uint8_t mark = 0, length = strlen(name);
  add(b, &mark, 1);
  add(b, &length, 1);
  add(b, name, length);
  length = strlen(value);
  add(b, &length, 1);
  add(b, value, length);
}

static void add_reply(Connection *c, uint32_t stream, int status, Bytes *reply) {
  Bytes block = {0};
  add(&block, "\x88", 1);
  add_header(&block, "content-type", "application/grpc");
  char number[12];
  snprintf(number, sizeof number, "%d", status);
  if (status != OK) {
    add_header(&block, "grpc-status", number);
    add_header(&block, "grpc-message", status == NOT_FOUND ? "it doesn't exist" : "not here");
    add_frame(&c->output, HEADERS, END_HEADERS | END_STREAM, stream, block.at, block.count);
    drop(&block);
    return;
  }
  add_frame(&c->output, HEADERS, END_HEADERS, stream, block.at, block.count);
  uint32_t length = htonl(reply->count);
  Bytes data = {0};
  add(&data, "\0", 1);
  add(&data, &length, 4);
  add(&data, reply->at, reply->count);
  for (size_t at = 0; at < data.count; at += FRAME) {
    size_t part = data.count - at < FRAME ? data.count - at : FRAME;
    add_frame(&c->output, DATA, 0, stream, data.at + at, part);
  }
  drop(&data);
  block.count = 0;
  add_header(&block, "grpc-status", number);
  add_frame(&c->output, HEADERS, END_HEADERS | END_STREAM, stream, block.at, block.count);
  drop(&block);
}

static Stream *stream(Connection *c, uint32_t id) {
  for (int i = 0; i < STREAMS; i++) if (c->streams[i].id == id) return &c->streams[i];
  return NULL;
}

static void end(Stream *s) {
  drop(&s->body);
  *s = (Stream){0};
}

static int finish(Connection *c, Stream *s) {
  Bytes reply = {0};
  Reader message = {s->body.at + 5, s->body.at + s->body.count};
  if (s->body.count < 5) message = (Reader){0};
  int status = answer(s->path, message, &reply);
  add_reply(c, s->id, status, &reply);
  drop(&reply);
  if (s->is_dropped) {
    pthread_mutex_lock(&lock);
    seen.calls++;
    seen.bytes += s->size;
    if (!seen.first || s->begin < seen.first) seen.first = s->begin;
    seen.last = now();
    pthread_mutex_unlock(&lock);
  }
  end(s);
  return give(c, &c->output);
}

// Whether these are points for a collection of which nothing is kept.
static int is_for_nobody(Stream *s) {
  if (!is(s->path, "/qdrant.Points/Upsert") && !is(s->path, "/qdrant.Points/UpdateBatch")) return 0;
  Reader name = {0}, message = {s->body.at + 5, s->body.at + s->body.count};
  Field first;
  if (s->body.count < 7 || !next_field(&message, &first) || first.number != 1) return 0;
  name = first.content;
  return !is_ledger(name);
}

static int data(Connection *c, int flags, uint32_t id, size_t count) {
  Stream *s = stream(c, id);
  c->unannounced += count;
  if (!s || flags & PADDED) return s ? 0 : skip(c, count);
  s->size += count;
  uint8_t part[FRAME];
  while (count && !s->is_dropped) {
    size_t head = count < HEAD || s->body.count >= HEAD ? count : HEAD;
    if (!take(c, part, head)) return 0;
    add(&s->body, part, head);
    count -= head;
    s->is_dropped = is_for_nobody(s);
  }
  if (!skip(c, count)) return 0;
  if (c->unannounced > 1 << 28) {
    add_window(&c->output, 0, c->unannounced);
    c->unannounced = 0;
    if (!give(c, &c->output)) return 0;
  }
  return flags & END_STREAM ? finish(c, s) : 1;
}

static int read_path(Connection *c, Stream *s, const uint8_t *block, size_t count) {
  for (;;) {
    nghttp2_nv field;
    int flags = 0;
    ssize_t used = nghttp2_hd_inflate_hd2(c->inflater, &field, &flags, block, count, 1);
    if (used < 0) return 0;
    block += used;
    count -= used;
    if (flags & NGHTTP2_HD_INFLATE_EMIT && field.namelen == 5 && !memcmp(field.name, ":path", 5))
      snprintf(s->path, HEAD, "%.*s", (int)field.valuelen, field.value);
    if (flags & NGHTTP2_HD_INFLATE_FINAL) break;
    if (!(flags & NGHTTP2_HD_INFLATE_EMIT) && !count) break;
  }
  return !nghttp2_hd_inflate_end_headers(c->inflater);
}

static int headers(Connection *c, int flags, uint32_t id, size_t count) {
  uint8_t block[FRAME];
  if (count > FRAME || !(flags & END_HEADERS) || !take(c, block, count)) return 0;
  size_t start = flags & PADDED ? 1 : 0, end_of_block = count - (start ? block[0] : 0);
  if (flags & HAS_PRIORITY) start += 5;
  Stream *s = stream(c, 0);
  if (!s || start > end_of_block) return 0;
  s->id = id;
  s->begin = now();
  if (!read_path(c, s, block + start, end_of_block - start)) return 0;
  return flags & END_STREAM ? finish(c, s) : 1;
}

static int other(Connection *c, int type, int flags, uint32_t id, size_t count) {
  uint8_t content[FRAME];
  if (count > FRAME || !take(c, content, count)) return 0;
  if (type == RESET && stream(c, id)) end(stream(c, id));
  if (type == SETTINGS && !(flags & ACK)) add_frame(&c->output, SETTINGS, ACK, 0, "", 0);
  if (type == PING && !(flags & ACK)) add_frame(&c->output, PING, ACK, 0, content, count);
  return type != GOAWAY && type != CONTINUATION && give(c, &c->output);
}

static void *converse(void *context) {
  Connection *c = context;
  uint8_t preface[24], head[9];
  // Windows that never close, and as many streams at once as are kept here.
  const uint8_t settings[] = {0, 4, 0x7f, 0xff, 0xff, 0xff, 0, 3, 0, 0, 0, 100};
  add_frame(&c->output, SETTINGS, 0, 0, settings, sizeof settings);
  add_window(&c->output, 0, 0x7fffffff - 65535);
  int goes_on = take(c, preface, 24) && give(c, &c->output);
  while (goes_on && take(c, head, 9)) {
    size_t count = head[0] << 16 | head[1] << 8 | head[2];
    uint32_t id = (head[5] & 0x7f) << 24 | head[6] << 16 | head[7] << 8 | head[8];
    if (head[3] == DATA) goes_on = data(c, head[4], id, count);
    else if (head[3] == HEADERS) goes_on = headers(c, head[4], id, count);
    else goes_on = other(c, head[3], head[4], id, count);
  }
  close(c->socket);
  nghttp2_hd_inflate_del(c->inflater);
  for (int i = 0; i < STREAMS; i++) end(&c->streams[i]);
  drop(&c->output);
  free(c);
  return NULL;
}

static void *listen_on(void *context) {
  int listener = *(int *)context, yes = 1;
  for (;;) {
    int socket = accept(listener, NULL, NULL);
    if (socket < 0) continue;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    Connection *c = calloc(1, sizeof *c);
    pthread_t thread;
    if (!c || nghttp2_hd_inflate_new(&c->inflater)) die("memory");
    c->socket = socket;
    if (pthread_create(&thread, NULL, converse, c)) die("thread");
    pthread_detach(thread);
  }
  return NULL;
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) || listen(listener, 64)
      || getsockname(listener, (struct sockaddr *)&address, &size)) die("listen");
  pthread_t thread;
  if (pthread_create(&thread, NULL, listen_on, &listener)) die("thread");
  printf("{\"port\": %d, \"pid\": %d}\n", ntohs(address.sin_port), getpid());
  fflush(stdout);
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    pthread_mutex_lock(&lock);
    printf("{\"calls\": %lu, \"bytes\": %lu, \"seconds\": %.6f}\n", seen.calls, seen.bytes,
      seen.last - seen.first);
    memset(&seen, 0, sizeof seen);
    pthread_mutex_unlock(&lock);
    fflush(stdout);
  }
  return 0;
}
