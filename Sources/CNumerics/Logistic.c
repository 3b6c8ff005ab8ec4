#include "CNumerics.h"

#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

/// The exponential of a number that is not positive, within 2 units in the last place; 0 below -708.
///
/// `x = n log 2 + r`, Taylor's series in `r` to the 13th power, no branch.
static inline double exp_of_negative(double x) {
  double clamped = x > -708.0 ? x : -708.0;
  double shifted = clamped * 1.44269504088896340736 + 0x1.8p52;
  double n = shifted - 0x1.8p52;
  double r = clamped - n * 6.93147180369123816490e-01;
  r = r - n * 1.90821492927058770002e-10;
  double p = 1.6059043836821613e-10;
  p = p * r + 2.08767569878681e-09;
  p = p * r + 2.505210838544172e-08;
  p = p * r + 2.755731922398589e-07;
  p = p * r + 2.7557319223985893e-06;
  p = p * r + 2.48015873015873e-05;
  p = p * r + 1.984126984126984e-04;
  p = p * r + 1.388888888888889e-03;
  p = p * r + 8.333333333333333e-03;
  p = p * r + 4.1666666666666664e-02;
  p = p * r + 1.6666666666666666e-01;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  // The low bits of `shifted` are `n` in two's complement.
  long long bits;
  __builtin_memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52;
  double power;
  __builtin_memcpy(&power, &bits, sizeof power);
  return x > -708.0 ? p * power : 0.0;
}

/// `log(1 + e)` for `e` from 0 to 1, as `2 atanh(e / (2 + e))` by its series.
static inline double log_of_one_plus(double e) {
  double s = e / (2.0 + e);
  double square = s * s;
  double p = 1.0 / 33;
  for (int k = 31; k >= 1; k -= 2) p = p * square + 1.0 / k;
  return 2.0 * s * p;
}

static inline double magnitude(double x) { return x < 0 ? -x : x; }

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

CLONES double thresher_dot_double(const float *restrict x, const double *restrict y, long count) {
#pragma clang fp reassociate(on)
  double sum = 0;
  for (long i = 0; i < count; i++) sum += x[i] * y[i];
  return sum;
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

CLONES void thresher_logistic_moments(
    double *restrict sums, const float *restrict x, const double *restrict labels, long count,
    double shift, double scale, double intercept, double slope) {
#pragma clang fp reassociate(on)
  double s0 = 0, s1 = 0, w0 = 0, w1 = 0, w2 = 0;
  for (long i = 0; i < count; i++) {
    double z = (x[i] - shift) * scale;
    double m = intercept + slope * z;
    double e = exp_of_negative(-magnitude(m));
    double larger = 1.0 / (1.0 + e);
    double smaller = e * larger;
    double p = m > 0 ? larger : smaller;
    double rest = m > 0 ? smaller : larger;
    // The residual keeps its digits where the probability is close to the label.
    double r = labels[i] > 0.5 ? rest : -p;
    double w = larger * smaller;
    s0 += r;
    s1 += r * z;
    w0 += w;
    w1 += w * z;
    w2 += w * z * z;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = w0;
  sums[3] = w1;
  sums[4] = w2;
}

CLONES double thresher_logistic_likelihood(
    const float *restrict x, const double *restrict labels, long count, double shift, double scale,
    double intercept, double slope) {
#pragma clang fp reassociate(on)
  double likelihood = 0;
  for (long i = 0; i < count; i++) {
    double m = intercept + slope * (x[i] - shift) * scale;
    double against = labels[i] > 0.5 ? -m : m;
    double e = exp_of_negative(-magnitude(m));
    likelihood -= (against > 0 ? against : 0.0) + log_of_one_plus(e);
  }
  return likelihood;
}
