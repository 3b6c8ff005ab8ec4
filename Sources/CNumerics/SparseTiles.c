#include "SparseTiles.h"

#include <string.h>

#include "Clones.h"

/// Eight floats, wherever they lie.
typedef float lane __attribute__((vector_size(32), aligned(4), may_alias));

#define READ(x) (*(const lane *)(x))

enum {
  strip = 64,  // Columns of the matrix that are in registers together.
  lanes = strip / 8,
  tile = THRESHER_TILE_ROWS
};

/// Copies the entries of the next tile side by side, from each row's cursor on, which is moved.
static void take_tile(
    const int *restrict places, const float *restrict values, const long *restrict offsets,
    long rowCount, int first, struct thresher_tile entries) {
  long count = 0;
  for (long r = 0; r < rowCount; r++) {
    long entry = entries.cursors[r], end = offsets[r + 1];
    entries.starts[r] = count;
    for (; entry < end && places[entry] < first + tile; entry++, count++) {
      entries.places[count] = places[entry] - first;
      entries.values[count] = values ? values[entry] : 0;
    }
    entries.cursors[r] = entry;
  }
  entries.starts[rowCount] = count;
}

/// Copies a strip of the matrix's rows side by side: where they lie, they would share a few of the
/// cache's sets.
static inline __attribute__((always_inline)) void copy_strip(
    float *restrict copy, const float *restrict matrix, long stride, long rowCount) {
  for (long j = 0; j < rowCount; j++) memcpy(copy + j * strip, matrix + j * stride, strip * sizeof(float));
}

static inline __attribute__((always_inline)) void add_strip(
    const float *restrict copy, struct thresher_tile entries, long rowCount, float *restrict sum,
    long sumStride) {
  for (long r = 0; r < rowCount; r++, sum += sumStride) {
    lane part[lanes];
    for (int i = 0; i < lanes; i++) part[i] = READ(sum + 8 * i);
    for (long entry = entries.starts[r]; entry < entries.starts[r + 1]; entry++) {
      const float *row = copy + (long)entries.places[entry] * strip;
      float value = entries.values[entry];
      for (int i = 0; i < lanes; i++) part[i] += value * READ(row + 8 * i);
    }
    for (int i = 0; i < lanes; i++) *(lane *)(sum + 8 * i) = part[i];
  }
}

static inline __attribute__((always_inline)) void multiply_strip(
    const float *restrict copy, struct thresher_tile entries, long rowCount,
    const float *restrict x, long xStride) {
  for (long r = 0; r < rowCount; r++, x += xStride) {
    lane factor[lanes];
    for (int i = 0; i < lanes; i++) factor[i] = READ(x + 8 * i);
    for (long entry = entries.starts[r]; entry < entries.starts[r + 1]; entry++) {
      const float *row = copy + (long)entries.places[entry] * strip;
      lane even = factor[0] * READ(row), odd = factor[1] * READ(row + 8);
      for (int i = 2; i < lanes; i += 2) {
        even += factor[i] * READ(row + 8 * i);
        odd += factor[i + 1] * READ(row + 8 * i + 8);
      }
      lane sum = even + odd;
      entries.values[entry] +=
          ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
    }
  }
}

CLONES void thresher_add_sparse_product(
    const float *restrict matrix, long stride, long matrixRows, const int *restrict places,
    const float *restrict values, const long *restrict offsets, long rowCount,
    float *restrict sum, long sumStride, long width, struct thresher_tile entries) {
  float copy[tile * strip] __attribute__((aligned(64)));
  memcpy(entries.cursors, offsets, rowCount * sizeof(long));
  for (long first = 0; first < matrixRows; first += tile) {
    const float *rows = matrix + first * stride;
    take_tile(places, values, offsets, rowCount, (int)first, entries);
    long column = 0;
    for (; column + strip <= width; column += strip) {
      copy_strip(copy, rows + column, stride, matrixRows - first < tile ? matrixRows - first : tile);
      add_strip(copy, entries, rowCount, sum + column, sumStride);
    }
    for (long r = 0; r < rowCount && column < width; r++) {
      for (long entry = entries.starts[r]; entry < entries.starts[r + 1]; entry++) {
        const float *row = rows + entries.places[entry] * stride;
        for (long i = column; i < width; i++) sum[r * sumStride + i] += entries.values[entry] * row[i];
      }
    }
  }
}

CLONES void thresher_add_sparse_scalar_products(
    const float *restrict matrix, long stride, long matrixRows, const int *restrict places,
    const long *restrict offsets, long rowCount, const float *restrict x, long xStride, long width,
    float *restrict products, struct thresher_tile entries) {
  float copy[tile * strip] __attribute__((aligned(64)));
  memcpy(entries.cursors, offsets, rowCount * sizeof(long));
  for (long first = 0; first < matrixRows; first += tile) {
    const float *rows = matrix + first * stride;
    take_tile(places, NULL, offsets, rowCount, (int)first, entries);
    long column = 0;
    for (; column + strip <= width; column += strip) {
      copy_strip(copy, rows + column, stride, matrixRows - first < tile ? matrixRows - first : tile);
      multiply_strip(copy, entries, rowCount, x + column, xStride);
    }
    for (long r = 0; r < rowCount; r++) {
      long start = entries.starts[r], count = entries.starts[r + 1] - start;
      float *target = products + (entries.cursors[r] - count - offsets[0]);
      for (long entry = start; entry < start + count; entry++) {
        const float *row = rows + entries.places[entry] * stride;
        float product = entries.values[entry];
        for (long i = column; i < width; i++) product += x[r * xStride + i] * row[i];
        target[entry - start] += product;
      }
    }
  }
}
