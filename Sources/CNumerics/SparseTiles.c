#include "SparseTiles.h"

#include "Clones.h"

/// Eight floats, wherever they lie.
typedef float lane __attribute__((vector_size(32), aligned(4), may_alias));

#define READ(x) (*(const lane *)(x))

enum {
  strip = 64,  // Columns that are in registers together.
  lanes = strip / 8,
  ahead = 8  // Entries from the one whose row is fetched to the one that is computed.
};

/// Asks for a strip of a row.
static inline __attribute__((always_inline)) void fetch(const float *row) {
  for (int i = 0; i < strip; i += 16) __builtin_prefetch(row + i);
}

static inline __attribute__((always_inline)) void add_strip(
    const float *restrict matrix, long stride, const int *restrict places,
    const float *restrict values, long start, long end, float *restrict sum) {
  lane part[lanes];
  for (int i = 0; i < lanes; i++) part[i] = READ(sum + 8 * i);
  for (long entry = start; entry < end; entry++) {
    fetch(matrix + places[entry + ahead < end ? entry + ahead : entry] * stride);
    const float *row = matrix + places[entry] * stride;
    float value = values[entry];
    for (int i = 0; i < lanes; i++) part[i] += value * READ(row + 8 * i);
  }
  for (int i = 0; i < lanes; i++) *(lane *)(sum + 8 * i) = part[i];
}

static inline __attribute__((always_inline)) void multiply_strip(
    const float *restrict matrix, long stride, const int *restrict places, long start, long end,
    const float *restrict x, float *restrict products) {
  lane factor[lanes];
  for (int i = 0; i < lanes; i++) factor[i] = READ(x + 8 * i);
  for (long entry = start; entry < end; entry++) {
    fetch(matrix + places[entry + ahead < end ? entry + ahead : entry] * stride);
    const float *row = matrix + places[entry] * stride;
    lane even = factor[0] * READ(row), odd = factor[1] * READ(row + 8);
    for (int i = 2; i < lanes; i += 2) {
      even += factor[i] * READ(row + 8 * i);
      odd += factor[i + 1] * READ(row + 8 * i + 8);
    }
    lane sum = even + odd;
    products[entry] +=
        ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
  }
}

CLONES void thresher_add_tile(
    const float *restrict matrix, long stride, const int *restrict places,
    const float *restrict values, const long *restrict starts, const long *restrict ends,
    long rowCount, float *restrict sum, long sumStride, long width) {
  long column = 0;
  for (; column + strip <= width; column += strip) {
    for (long r = 0; r < rowCount; r++) {
      add_strip(
          matrix + column, stride, places, values, starts[r], ends[r], sum + r * sumStride + column);
    }
  }
  for (long r = 0; r < rowCount; r++) {
    for (long entry = starts[r]; entry < ends[r]; entry++) {
      const float *row = matrix + places[entry] * stride;
      for (long i = column; i < width; i++) sum[r * sumStride + i] += values[entry] * row[i];
    }
  }
}

CLONES void thresher_multiply_tile(
    const float *restrict matrix, long stride, const int *restrict places,
    const long *restrict starts, const long *restrict ends, long rowCount, const float *restrict x,
    long xStride, long width, float *restrict products) {
  long column = 0;
  for (; column + strip <= width; column += strip) {
    for (long r = 0; r < rowCount; r++) {
      multiply_strip(
          matrix + column, stride, places, starts[r], ends[r], x + r * xStride + column, products);
    }
  }
  for (long r = 0; r < rowCount; r++) {
    for (long entry = starts[r]; entry < ends[r]; entry++) {
      const float *row = matrix + places[entry] * stride;
      for (long i = column; i < width; i++) products[entry] += x[r * xStride + i] * row[i];
    }
  }
}
