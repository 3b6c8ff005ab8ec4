// Without the package trait ZIM this file is empty, and libzim is not needed.
#ifdef THRESHER_ZIM

#include "CZim.h"

#include <cstdio>
#include <exception>
#include <string>
#include <zim/archive.h>
#include <zim/entry.h>
#include <zim/item.h>

struct thresher_zim {
  zim::Archive archive;
  std::string path, title;
  zim::Blob data;
};

thresher_zim *thresher_zim_open(const char *path, char *message, size_t capacity) {
  try {
    return new thresher_zim{zim::Archive(path), {}, {}, {}};
  } catch (const std::exception &fault) {
    std::snprintf(message, capacity, "%s", fault.what());
  } catch (...) {
    std::snprintf(message, capacity, "unknown fault");
  }
  return nullptr;
}

void thresher_zim_close(thresher_zim *zim) { delete zim; }

size_t thresher_zim_entry_count(const thresher_zim *zim) {
  // Of the entries that the order has: metadata and indices are none of them.
  return zim->archive.getEntryCount();
}

static int readPage(
    thresher_zim *zim, size_t index, size_t limit, thresher_zim_page *page) {
  const auto entry = zim->archive.getEntryByClusterOrder(static_cast<zim::entry_index_type>(index));
  if (entry.isRedirect()) return 0;
  const auto item = entry.getItem();
  if (item.getMimetype().rfind("text/html", 0) != 0) return 0;
  zim->path = item.getPath();
  zim->title = item.getTitle();
  const size_t byteCount = item.getSize();
  zim->data = byteCount <= limit ? item.getData() : zim::Blob();
  *page = {zim->path.c_str(), zim->title.c_str(), zim->data.data(), byteCount};
  return 1;
}

int thresher_zim_read(
    thresher_zim *zim, size_t index, size_t limit, thresher_zim_page *page, char *message,
    size_t capacity) {
  try {
    return readPage(zim, index, limit, page);
  } catch (const std::exception &fault) {
    std::snprintf(message, capacity, "%s", fault.what());
  } catch (...) {
    std::snprintf(message, capacity, "unknown fault");
  }
  return -1;
}

#endif
