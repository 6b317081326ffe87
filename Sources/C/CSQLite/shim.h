#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT and SQLITE_STATIC are casts, and sqlite3_db_config is variadic: Swift sees neither.

// A null pointer would bind NULL: an empty text stays a text.
static inline int csqlite_bind_text(
    sqlite3_stmt *_Nonnull statement, int position, const char *_Nullable bytes,
    sqlite3_uint64 count) {
  return sqlite3_bind_text64(
      statement, position, bytes ? bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

// A null pointer would bind NULL: an empty blob stays a blob.
static inline int csqlite_bind_blob(
    sqlite3_stmt *_Nonnull statement, int position, const void *_Nullable bytes,
    sqlite3_uint64 count, int copied) {
  if (count == 0) return sqlite3_bind_zeroblob(statement, position, 0);
  return sqlite3_bind_blob64(
      statement, position, bytes, count, copied ? SQLITE_TRANSIENT : SQLITE_STATIC);
}

static inline int csqlite_configure(sqlite3 *_Nonnull database, int option, int value) {
  return sqlite3_db_config(database, option, value, (int *)0);
}

// The first bytes of the file and its size, through SQLite's own descriptor: opening and closing the
// file a second time would drop the locks that this process holds on it.
static inline int csqlite_read_start(
    sqlite3 *_Nonnull database, void *_Nonnull buffer, int count, sqlite3_int64 *_Nonnull size) {
  sqlite3_file *file = 0;
  int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK) return code;
  if (!file || !file->pMethods) return SQLITE_CANTOPEN;
  code = file->pMethods->xFileSize(file, size);
  if (code != SQLITE_OK) return code;
  code = file->pMethods->xRead(file, buffer, count, 0);
  return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
}
