// Arithmetic that Swift on Linux cannot yet spell so that loops over it vectorize.
#ifndef THRESHER_CNUMERICS_H
#define THRESHER_CNUMERICS_H

#include <math.h>

/// `a + b`, which the optimizer may reorder within a longer sum.
static inline float thresher_relaxed_add(float a, float b) {
#pragma clang fp reassociate(on)
  return a + b;
}

/// `a * b`, which the optimizer may reorder, and fuse into a following addition.
static inline float thresher_relaxed_multiply(float a, float b) {
#pragma clang fp reassociate(on) contract(fast)
  return a * b;
}

/// `a + b` in double precision, which the optimizer may reorder within a longer sum.
static inline double thresher_relaxed_add_double(double a, double b) {
#pragma clang fp reassociate(on)
  return a + b;
}

/// The square root of `x`, without the call that `sqrtf` makes to set `errno`.
static inline float thresher_square_root(float x) { return __builtin_elementwise_sqrt(x); }

/// The exponential of `x`, within 2 units in the last place; 0 below -87.34, infinity above 88.73.
///
/// Cephes' reduction to `x = n log 2 + r` and polynomial in `r`, without a branch, so that a loop
/// over it vectorizes. NaN stays NaN.
static inline float thresher_exp(float x) {
  float clamped = x > -87.33654f ? x : -87.33654f;  // NaN too becomes a number here.
  clamped = clamped > 88.72283f ? 88.72283f : clamped;
  float shifted = clamped * 1.44269504088896341f + 12582912.0f;
  float n = shifted - 12582912.0f;
  float r = clamped - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  // Scaled in two halves: 2^128 itself has no float.
  int power = (int)n;
  int halfBits = ((power >> 1) + 127) << 23;
  int restBits = ((power - (power >> 1)) + 127) << 23;
  float half, rest;
  __builtin_memcpy(&half, &halfBits, sizeof half);
  __builtin_memcpy(&rest, &restBits, sizeof rest);
  float value = p * half * rest;
  value = x < -87.33654f ? 0.0f : value;
  value = x > 88.72283f ? __builtin_inff() : value;
  return x != x ? x : value;
}

/// The hyperbolic tangent of `x`, through `thresher_exp`; absolute error below 2e-7.
static inline float thresher_tanh(float x) {
  float magnitude = x < 0 ? -x : x;
  magnitude = magnitude > 15.0f ? 15.0f : magnitude;
  float e = thresher_exp(-2.0f * magnitude);
  float large = (1.0f - e) / (1.0f + e);
  float square = magnitude * magnitude;
  float small = magnitude * (1.0f + square * (-0.33333333f + square * 0.13333333f));
  float value = magnitude < 0.02f ? small : large;
  value = x < 0 ? -value : value;
  return x != x ? x : value;
}

/// The normal distribution function of `x`: the probability of a draw no larger.
///
/// Half the complementary error function of `-x / sqrt 2`, by Chebyshev's fit in `1 / (1 + z / 2)`.
/// The error is 2e-7 of the smaller tail near zero, and 1e-5 where the tail is below 1e-15.
/// (Press et al. 1992, *Numerical Recipes*, `erfcc`.)
static inline float thresher_normal_distribution(float x) {
  float z = (x < 0 ? -x : x) * 0.70710678f;
  float t = 1.0f / (1.0f + 0.5f * z);
  float p = 0.17087277f;
  p = p * t - 0.82215223f;
  p = p * t + 1.48851587f;
  p = p * t - 1.13520398f;
  p = p * t + 0.27886807f;
  p = p * t - 0.18628806f;
  p = p * t + 0.09678418f;
  p = p * t + 0.37409196f;
  p = p * t + 1.00002368f;
  p = p * t - 1.26551223f;
  float tail = 0.5f * t * thresher_exp(p - z * z);
  return x > 0 ? 1.0f - tail : tail;
}

#include "Elementwise.h"
#include "HalfFloats.h"
#include "Logistic.h"
#include "Logits.h"
#include "SparseTiles.h"

#endif
