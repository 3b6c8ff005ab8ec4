#include <limits.h>

#include "Clones.h"
#include "CNumerics.h"
#include "Exponential.h"

enum { block = 512 };

/// An integer that lies among others as the number does among numbers, and back.
static inline int order_of(float x) {
  int bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits ^ ((bits >> 31) & INT_MAX);
}

static inline float number_of(int order) {
  int bits = order ^ ((order >> 31) & INT_MAX);
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

CLONES struct thresher_class_ranges thresher_measure_class_ranges(
    const float *restrict x, const float *restrict labels, long count) {
#pragma clang fp reassociate(on)
  // Minima of integers vectorize; those of numbers must mind NaN.
  int low = INT_MAX, high = INT_MIN, lowPositive = INT_MAX, highPositive = INT_MIN;
  double sum = 0;
  for (long i = 0; i < count; i++) {
    int order = order_of(x[i]);
    int isPositive = labels[i] > 0.5f;
    int below = isPositive ? INT_MAX : order, above = isPositive ? INT_MIN : order;
    int belowPositive = isPositive ? order : INT_MAX, abovePositive = isPositive ? order : INT_MIN;
    low = below < low ? below : low;
    high = above > high ? above : high;
    lowPositive = belowPositive < lowPositive ? belowPositive : lowPositive;
    highPositive = abovePositive > highPositive ? abovePositive : highPositive;
    sum += x[i];
  }
  return (struct thresher_class_ranges){
      number_of(low), number_of(high), number_of(lowPositive), number_of(highPositive), sum};
}

CLONES struct thresher_class_spread thresher_measure_class_spread(
    const float *restrict x, const float *restrict labels, long count, double mean) {
#pragma clang fp reassociate(on)
  double squares = 0, product = 0;
  for (long i = 0; i < count; i++) {
    double difference = x[i] - mean;
    squares += difference * difference;
    product += difference * labels[i];
  }
  return (struct thresher_class_spread){squares, product};
}

CLONES struct thresher_logit_moments thresher_measure_logit_roughly(
    const float *restrict x, const float *restrict labels, long count, float shift, float scale,
    float intercept, float slope) {
#pragma clang fp reassociate(on)
  struct thresher_logit_moments sums = {0};
  for (long start = 0; start < count; start += block) {
    long end = start + block < count ? start + block : count;
    float s0 = 0, s1 = 0, w0 = 0, w1 = 0, w2 = 0;
    for (long i = start; i < end; i++) {
      float z = (x[i] - shift) * scale;
      float m = intercept + slope * z;
      float e = exp_of_negative_single(m < 0 ? m : -m);
      float larger = 1.0f / (1.0f + e);
      float smaller = e * larger;
      float r = labels[i] - (m > 0 ? larger : smaller);
      float w = larger * smaller;
      s0 += r;
      s1 += r * z;
      w0 += w;
      w1 += w * z;
      w2 += w * z * z;
    }
    sums.residual += s0;
    sums.product += s1;
    sums.weight += w0;
    sums.weighted += w1;
    sums.squared += w2;
  }
  return sums;
}

CLONES struct thresher_logit_moments thresher_measure_logit(
    const float *restrict x, const float *restrict labels, long count, double shift, double scale,
    double intercept, double slope) {
#pragma clang fp reassociate(on)
  double s0 = 0, s1 = 0, w0 = 0, w1 = 0, w2 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0;
  double likelihood = 0;
  for (long start = 0; start < count; start += block) {
    long end = start + block < count ? start + block : count;
    // Factors from 1 to 2: one logarithm serves the block.
    double product = 1;
#pragma clang loop vectorize_width(8)
    for (long i = start; i < end; i++) {
      double z = (x[i] - shift) * scale;
      double m = intercept + slope * z;
      double e = exp_of_negative(m < 0 ? m : -m);
      double larger = 1.0 / (1.0 + e);
      double smaller = e * larger;
      double p = m > 0 ? larger : smaller;
      double r = labels[i] - p;
      double w = larger * smaller;
      double t = w - 2 * w * p;
      s0 += r;
      s1 += r * z;
      w0 += w;
      w1 += w * z;
      w2 += w * z * z;
      t0 += t;
      t1 += t * z;
      t2 += t * z * z;
      t3 += t * z * z * z;
      likelihood += labels[i] * m - (m > 0 ? m : 0.0);
      product *= 1.0 + e;
    }
    likelihood -= __builtin_log(product);
  }
  return (struct thresher_logit_moments){s0, s1, w0, w1, w2, t0, t1, t2, t3, likelihood};
}
