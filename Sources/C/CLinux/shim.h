#pragma once
// What the C library of Linux has beyond POSIX. Its headers declare some only under _GNU_SOURCE,
// and Swift's own module of the library is built without it, so they are declared again here.
#include <fts.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>

int pipe2(int ends[_Nonnull 2], int flags);
int memfd_create(const char *_Nonnull name, unsigned int flags);
int prlimit(pid_t pid, int resource, const struct rlimit *_Nullable wanted, struct rlimit *_Nullable previous);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *_Nonnull actions, const char *_Nonnull path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *_Nonnull actions, int from);

enum { linux_memfd_cloexec = 1 };

// Structs of the system that Swift sees through several C modules at once (the C library, Dispatch):
// which of them counts as the owner depends on the order of files in a build, and with it whether
// the members are visible. These copies have one owner.

struct linux_facts {
  unsigned int mode;
  unsigned int owner;
  long long size;
  unsigned long long device;
  unsigned long long number;
  long long links;
  // Nanoseconds since 1970.
  long long changed;
  long long touched;
};

static inline int linux_facts_of(const struct stat *_Nonnull s, struct linux_facts *_Nonnull out) {
  out->mode = s->st_mode;
  out->owner = s->st_uid;
  out->size = s->st_size;
  out->device = s->st_dev;
  out->number = s->st_ino;
  out->links = (long long)s->st_nlink;
  out->changed = s->st_mtim.tv_sec * 1000000000LL + s->st_mtim.tv_nsec;
  out->touched = s->st_ctim.tv_sec * 1000000000LL + s->st_ctim.tv_nsec;
  return 0;
}

// As stat, lstat and fstat: 0, or -1 with errno.
static inline int linux_stat(const char *_Nonnull path, struct linux_facts *_Nonnull out) {
  struct stat s;
  return stat(path, &s) ? -1 : linux_facts_of(&s, out);
}
static inline int linux_lstat(const char *_Nonnull path, struct linux_facts *_Nonnull out) {
  struct stat s;
  return lstat(path, &s) ? -1 : linux_facts_of(&s, out);
}
static inline int linux_fstat(int descriptor, struct linux_facts *_Nonnull out) {
  struct stat s;
  return fstat(descriptor, &s) ? -1 : linux_facts_of(&s, out);
}

// Looks at a child without reaping it: 1 if it has ended (with how, and its status or signal), 0 if
// not, -1 with errno.
static inline int linux_ended(pid_t pid, int *_Nonnull exited, int *_Nonnull status) {
  siginfo_t s;
  s.si_pid = 0;
  if (waitid(P_PID, (id_t)pid, &s, WEXITED | WNOHANG | WNOWAIT)) return -1;
  if (s.si_pid == 0) return 0;
  *exited = s.si_code == CLD_EXITED;
  *status = s.si_status;
  return 1;
}
