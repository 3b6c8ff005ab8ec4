// Products of sparse rows with tiles of a matrix that stay in a core's cache.
//
// A sparse row's entries lie side by side, each with a row of the matrix and a value; `starts` and
// `ends` say which of them belong to a tile. The matrix is read 64 columns at a time, so that a tile
// of 512 rows takes 128 KB: each entry then costs half of what it costs when whole rows are
// gathered from the cache that all cores share.
#ifndef THRESHER_SPARSE_TILES_H
#define THRESHER_SPARSE_TILES_H

/// Adds the product of sparse rows and a tile: `sum[r] += values[e] * matrix[places[e]]` for each
/// entry `e` of every row `r`. Rows of the matrix lie `stride` floats apart, those of the sum
/// `sumStride`; both have `width` columns.
void thresher_add_tile(
    const float *restrict matrix, long stride, const int *restrict places,
    const float *restrict values, const long *restrict starts, const long *restrict ends,
    long rowCount, float *restrict sum, long sumStride, long width);

/// Adds scalar products of rows and those of a tile: `products[e] += x[r] . matrix[places[e]]` for
/// each entry `e` of every sparse row `r`.
void thresher_multiply_tile(
    const float *restrict matrix, long stride, const int *restrict places,
    const long *restrict starts, const long *restrict ends, long rowCount, const float *restrict x,
    long xStride, long width, float *restrict products);

#endif
