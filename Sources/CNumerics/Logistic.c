#include "Clones.h"
#include "CNumerics.h"
#include "Exponential.h"

/// `log(1 + e)` for `e` from 0 to 1, as `2 atanh(e / (2 + e))` by its series.
static inline double log_of_one_plus(double e) {
  double s = e / (2.0 + e);
  double square = s * s;
  double p = 1.0 / 33;
  for (int k = 31; k >= 1; k -= 2) p = p * square + 1.0 / k;
  return 2.0 * s * p;
}

enum { chunk = 1024 };

CLONES void thresher_add_weighted_rows(
    double *restrict sums, const float *restrict rows, long stride,
    const double *restrict weights, long rowCount, long columnCount) {
  // A chunk of sums stays in the nearest cache while eight rows at a time are added to it.
  for (long start = 0; start < columnCount; start += chunk) {
    long end = start + chunk < columnCount ? start + chunk : columnCount;
    long i = 0;
    for (; i + 8 <= rowCount; i += 8) {
      const float *x = rows + i * stride;
      const double *w = weights + i;
      for (long j = start; j < end; j++) {
        double low = w[0] * x[j] + w[1] * x[stride + j];
        double high = w[2] * x[2 * stride + j] + w[3] * x[3 * stride + j];
        double next = w[4] * x[4 * stride + j] + w[5] * x[5 * stride + j];
        double last = w[6] * x[6 * stride + j] + w[7] * x[7 * stride + j];
        sums[j] += (low + high) + (next + last);
      }
    }
    for (; i < rowCount; i++) {
      const float *x = rows + i * stride;
      for (long j = start; j < end; j++) sums[j] += weights[i] * x[j];
    }
  }
}

CLONES void thresher_add_squared_deviations(
    double *restrict squares, const float *restrict rows, long stride,
    const double *restrict weights, const double *restrict means, long rowCount,
    long columnCount) {
  for (long start = 0; start < columnCount; start += chunk) {
    long end = start + chunk < columnCount ? start + chunk : columnCount;
    for (long i = 0; i < rowCount; i++) {
      const float *x = rows + i * stride;
      for (long j = start; j < end; j++) {
        double difference = x[j] - means[j];
        squares[j] += weights[i] * difference * difference;
      }
    }
  }
}

void thresher_gather_columns(
    float *const *targets, long offset, const float *restrict rows, long stride,
    const long *restrict columns, long columnCount, long rowCount) {
  // Sixteen rows fill a line of each target while they stay in the cache.
  for (long start = 0; start < rowCount; start += 16) {
    long end = start + 16 < rowCount ? start + 16 : rowCount;
    for (long k = 0; k < columnCount; k++) {
      const float *source = rows + columns[k];
      float *restrict target = targets[k] + offset;
      for (long i = start; i < end; i++) target[i] = source[i * stride];
    }
  }
}

CLONES void thresher_gather_centered(
    float *restrict y, const float *restrict x, const long *restrict indices, float mean,
    const float *restrict factors, long count) {
  for (long i = 0; i < count; i++) y[i] = (x[indices[i]] - mean) * factors[i];
}

CLONES double thresher_dot_double(const float *restrict x, const double *restrict y, long count) {
#pragma clang fp reassociate(on)
  double sum = 0;
  for (long i = 0; i < count; i++) sum += x[i] * y[i];
  return sum;
}

CLONES void thresher_measure_column(
    double *restrict sums, const float *restrict x, const double *restrict residuals,
    const double *restrict weights, long count) {
#pragma clang fp reassociate(on)
  double slope = 0, sum = 0, square = 0;
  for (long i = 0; i < count; i++) {
    double weighted = weights[i] * x[i];
    slope += residuals[i] * x[i];
    sum += weighted;
    square += weighted * x[i];
  }
  sums[0] = slope;
  sums[1] = sum;
  sums[2] = square;
}

CLONES void thresher_add_scaled_double(
    double *restrict y, const float *restrict x, double scale, long count) {
  for (long i = 0; i < count; i++) y[i] += scale * x[i];
}

CLONES double thresher_logistic_loss(
    double *restrict doubts, const double *restrict margins, const double *restrict signs,
    const double *restrict weights, double shift, long count) {
#pragma clang fp reassociate(on)
  double loss = 0;
  for (long i = 0; i < count; i++) {
    double z = -signs[i] * (margins[i] + shift);
    double e = exp_of_negative(-magnitude(z));
    double larger = 1.0 / (1.0 + e);
    doubts[i] = z > 0 ? larger : e * larger;
    loss += weights[i] * ((z > 0 ? z : 0.0) + log_of_one_plus(e));
  }
  return loss;
}

CLONES void thresher_shift_derivatives(
    double *restrict sums, const double *restrict margins, const double *restrict signs,
    const double *restrict weights, double shift, long count) {
#pragma clang fp reassociate(on)
  double slope = 0, size = 0, curvature = 0;
  for (long i = 0; i < count; i++) {
    double z = -signs[i] * (margins[i] + shift);
    double e = exp_of_negative(-magnitude(z));
    double larger = 1.0 / (1.0 + e);
    double smaller = e * larger;
    double doubt = z > 0 ? larger : smaller;
    slope += weights[i] * signs[i] * doubt;
    size += weights[i] * doubt;
    curvature += weights[i] * larger * smaller;
  }
  sums[0] = slope;
  sums[1] = size;
  sums[2] = curvature;
}
