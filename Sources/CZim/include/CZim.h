#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// libzim, which is C++, as functions of C. No exception leaves them: a fault's message goes to
// `message`, of `capacity` bytes, cut off where it is longer.

struct thresher_zim;

/// A page of a ZIM file; what it points to lives until the next is read.
struct thresher_zim_page {
  const char *path, *title, *bytes;
  size_t byte_count;
};

/// Opens a file; null at a fault.
struct thresher_zim *thresher_zim_open(const char *path, char *message, size_t capacity);

void thresher_zim_close(struct thresher_zim *zim);

size_t thresher_zim_entry_count(const struct thresher_zim *zim);

/// Reads an entry, by its place in the order of the file's clusters.
///
/// 1: a page; its bytes are read only if they are at most `limit`. 0: a redirection, an image or
/// the like. -1: a fault.
int thresher_zim_read(
    struct thresher_zim *zim, size_t index, size_t limit, struct thresher_zim_page *page,
    char *message, size_t capacity);

#ifdef __cplusplus
}
#endif
