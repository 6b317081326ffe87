#pragma once
// What the C library of Linux has beyond POSIX. Its headers declare some only under _GNU_SOURCE,
// and Swift's own module of the library is built without it, so they are declared again here.
#include <fts.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/types.h>

int pipe2(int ends[_Nonnull 2], int flags);
int memfd_create(const char *_Nonnull name, unsigned int flags);
int prlimit(pid_t pid, int resource, const struct rlimit *_Nullable wanted, struct rlimit *_Nullable previous);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *_Nonnull actions, const char *_Nonnull path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *_Nonnull actions, int from);

enum { linux_memfd_cloexec = 1 };
