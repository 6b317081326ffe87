#pragma once
#include <git2.h>

// git_libgit2_opts is variadic, and Swift does not import variadic functions.
static inline int git2_set_search_path(int level, const char *_Nonnull path) {
  return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}
static inline int git2_set_owner_validation(int enabled) {
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}
