// Products of sparse rows with a matrix, by tiles of it that stay in a core's cache.
//
// The entries of row `r` are those from `offsets[r]` to `offsets[r + 1]`: each has a row of the matrix,
// ascending, and a value. A tile is some rows of the matrix, 64 columns at a time, copied side by side,
// and so are the entries that meet it: read where they lie, both come from the cache that all cores
// share, at half the speed.
#ifndef THRESHER_SPARSE_TILES_H
#define THRESHER_SPARSE_TILES_H

/// How many rows of the matrix make a tile: 64 KB.
#define THRESHER_TILE_ROWS 256

/// Memory for the entries that meet one tile: of so many sparse rows, `cursors` holds one number each,
/// `starts` one more, `places` and `values` `THRESHER_TILE_ROWS` each.
struct thresher_tile {
  long *cursors;
  long *starts;
  int *places;
  float *values;
};

/// Adds the product of sparse rows and a matrix: `sum[r] += values[e] * matrix[places[e]]` for each
/// entry `e` of every row `r`. Rows of the matrix lie `stride` floats apart, those of the sum
/// `sumStride`; both have `width` columns.
void thresher_add_sparse_product(
    const float *restrict matrix, long stride, long matrixRows, const int *restrict places,
    const float *restrict values, const long *restrict offsets, long rowCount,
    float *restrict sum, long sumStride, long width, struct thresher_tile entries);

/// Adds scalar products of rows and those of a matrix: for each entry `e` of every sparse row `r`
/// `products[e - offsets[0]] += x[r] . matrix[places[e]]`.
void thresher_add_sparse_scalar_products(
    const float *restrict matrix, long stride, long matrixRows, const int *restrict places,
    const long *restrict offsets, long rowCount, const float *restrict x, long xStride, long width,
    float *restrict products, struct thresher_tile entries);

#endif
