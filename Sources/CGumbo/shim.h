#include <gumbo.h>
#include <setjmp.h>
#include <stdlib.h>

// Gumbo calls itself once for each level of a page when it frees what it made, and does not
// expect an allocation to fail. So each block it asks for stands in a list here: the list is freed
// without a look at the tree, and a parse that asks for more than its share is broken off.

struct thresher_gumbo_block {
  struct thresher_gumbo_block *previous, *next;
  size_t byte_count, padding;
};

struct thresher_gumbo_page {
  struct thresher_gumbo_block blocks;  // The list's head, itself no block.
  size_t byte_count, byte_limit;
  GumboOutput *output;
  jmp_buf limit_reached;
};

static inline void *thresher_gumbo_allocate(void *userdata, size_t byte_count) {
  struct thresher_gumbo_page *page = (struct thresher_gumbo_page *)userdata;
  if (byte_count > page->byte_limit - page->byte_count) longjmp(page->limit_reached, 1);
  struct thresher_gumbo_block *block =
      (struct thresher_gumbo_block *)malloc(sizeof(struct thresher_gumbo_block) + byte_count);
  if (!block) longjmp(page->limit_reached, 1);
  block->byte_count = byte_count;
  block->previous = &page->blocks;
  block->next = page->blocks.next;
  block->next->previous = block;
  page->blocks.next = block;
  page->byte_count += byte_count;
  return block + 1;
}

static inline void thresher_gumbo_deallocate(void *userdata, void *pointer) {
  if (!pointer) return;
  struct thresher_gumbo_page *page = (struct thresher_gumbo_page *)userdata;
  struct thresher_gumbo_block *block = (struct thresher_gumbo_block *)pointer - 1;
  block->previous->next = block->next;
  block->next->previous = block->previous;
  page->byte_count -= block->byte_count;
  free(block);
}

/// Frees a page and its tree.
static inline void thresher_gumbo_free(struct thresher_gumbo_page *page) {
  struct thresher_gumbo_block *block = page->blocks.next;
  while (block != &page->blocks) {
    struct thresher_gumbo_block *next = block->next;
    free(block);
    block = next;
  }
  free(page);
}

/// Parses a page, which must outlive the result; null when that takes more than `byte_limit`.
static inline struct thresher_gumbo_page *thresher_gumbo_parse(
    const char *text, size_t length, size_t byte_limit) {
  struct thresher_gumbo_page *page =
      (struct thresher_gumbo_page *)malloc(sizeof(struct thresher_gumbo_page));
  if (!page) return NULL;
  page->blocks.previous = page->blocks.next = &page->blocks;
  page->byte_count = 0;
  page->byte_limit = byte_limit;
  page->output = NULL;
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
