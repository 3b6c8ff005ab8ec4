#include <gumbo.h>
#include <setjmp.h>
#include <stdlib.h>

// Gumbo calls itself once for each level of a page when it frees what it made, does not expect an
// allocation to fail, and asks for many small blocks. So they are cut from larger ones, which are
// freed together without a look at the tree; and a parse that asks for more than its share is
// broken off.

struct thresher_gumbo_chunk {
  struct thresher_gumbo_chunk *previous;
  size_t padding;
};

struct thresher_gumbo_page {
  struct thresher_gumbo_chunk *chunks;  // The latest first.
  char *free_start, *free_end;          // What is left of the latest.
  size_t byte_count, byte_limit;        // Of all chunks.
  GumboOutput *output;
  jmp_buf limit_reached;
};

/// Makes a chunk of which at least `byte_count` bytes are free.
static inline void thresher_gumbo_grow(struct thresher_gumbo_page *page, size_t byte_count) {
  size_t size = page->byte_count < 1 << 15 ? 1 << 15 : page->byte_count;
  if (size > 1 << 20) size = 1 << 20;
  if (size < byte_count) size = byte_count;
  if (size > page->byte_limit - page->byte_count) longjmp(page->limit_reached, 1);
  struct thresher_gumbo_chunk *chunk =
      (struct thresher_gumbo_chunk *)malloc(sizeof(struct thresher_gumbo_chunk) + size);
  if (!chunk) longjmp(page->limit_reached, 1);
  chunk->previous = page->chunks;
  page->chunks = chunk;
  page->byte_count += size;
  page->free_start = (char *)(chunk + 1);
  page->free_end = page->free_start + size;
}

static inline void *thresher_gumbo_allocate(void *userdata, size_t byte_count) {
  struct thresher_gumbo_page *page = (struct thresher_gumbo_page *)userdata;
  if (byte_count > page->byte_limit) longjmp(page->limit_reached, 1);
  size_t rounded = (byte_count + 15) & ~(size_t)15;
  if (rounded > (size_t)(page->free_end - page->free_start)) thresher_gumbo_grow(page, rounded);
  char *block = page->free_start;
  page->free_start += rounded;
  return block;
}

static inline void thresher_gumbo_deallocate(void *userdata, void *pointer) {
  // All goes at once with the page.
  (void)userdata;
  (void)pointer;
}

/// Frees a page and its tree.
static inline void thresher_gumbo_free(struct thresher_gumbo_page *page) {
  struct thresher_gumbo_chunk *chunk = page->chunks;
  while (chunk) {
    struct thresher_gumbo_chunk *previous = chunk->previous;
    free(chunk);
    chunk = previous;
  }
  free(page);
}

/// Parses a page, which must outlive the result; null when that takes more than `byte_limit`.
static inline struct thresher_gumbo_page *thresher_gumbo_parse(
    const char *text, size_t length, size_t byte_limit) {
  struct thresher_gumbo_page *page =
      (struct thresher_gumbo_page *)calloc(1, sizeof(struct thresher_gumbo_page));
  if (!page) return NULL;
  page->byte_limit = byte_limit;
  if (setjmp(page->limit_reached)) {
    thresher_gumbo_free(page);
    return NULL;
  }
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = thresher_gumbo_allocate;
  options.deallocator = thresher_gumbo_deallocate;
  options.userdata = page;
  options.max_errors = 0;
  page->output = gumbo_parse_with_options(&options, text, length);
  return page;
}
