#include "CNumerics.h"

#include "Clones.h"

static inline float sigmoid(float x) { return 1.0f / (1.0f + thresher_exp(-x)); }

/// Twice the `u` of GPT-2's GELU.
static inline float gelu_argument(float x) {
  return 1.5957691216f * (x + 0.044715f * x * x * x);
}

CLONES void thresher_gelu(float *x, long count) {
  for (long i = 0; i < count; i++) x[i] *= thresher_normal_distribution(x[i]);
}

CLONES void thresher_gelu_tanh(float *x, long count) {
  for (long i = 0; i < count; i++) x[i] *= sigmoid(gelu_argument(x[i]));
}

CLONES void thresher_silu(float *x, long count) {
  for (long i = 0; i < count; i++) x[i] *= sigmoid(x[i]);
}

CLONES void thresher_pull_back_gelu(float *restrict gradient, const float *restrict x, long count) {
  for (long i = 0; i < count; i++) {
    float density = 0.39894228f * thresher_exp(-0.5f * x[i] * x[i]);
    gradient[i] *= thresher_normal_distribution(x[i]) + x[i] * density;
  }
}

CLONES void thresher_pull_back_gelu_tanh(
    float *restrict gradient, const float *restrict x, long count) {
  for (long i = 0; i < count; i++) {
    float s = sigmoid(gelu_argument(x[i]));
    float slope = 1.5957691216f * (1.0f + 0.134145f * x[i] * x[i]);
    gradient[i] *= s + x[i] * s * (1.0f - s) * slope;
  }
}

CLONES void thresher_pull_back_silu(float *restrict gradient, const float *restrict x, long count) {
  for (long i = 0; i < count; i++) {
    float s = sigmoid(x[i]);
    gradient[i] *= s * (1.0f + x[i] * (1.0f - s));
  }
}

/// The largest element, by maxima side by side.
static inline float maximum(const float *x, long count) {
  enum { lanes = 32 };
  float best[lanes];
  for (int lane = 0; lane < lanes; lane++) best[lane] = -__builtin_inff();
  long i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (int lane = 0; lane < lanes; lane++) {
      float value = x[i + lane];
      best[lane] = value > best[lane] ? value : best[lane];
    }
  }
  float largest = best[0];
  for (int lane = 1; lane < lanes; lane++) largest = best[lane] > largest ? best[lane] : largest;
  for (; i < count; i++) largest = x[i] > largest ? x[i] : largest;
  return largest;
}

CLONES float thresher_maximum(const float *x, long count) { return maximum(x, count); }

CLONES double thresher_sum_of_exponentials(const float *x, long count, float shift) {
  double sum = 0.0;
  for (long i = 0; i < count; i++) {
    sum = thresher_relaxed_add_double(sum, (double)thresher_exp(x[i] - shift));
  }
  return sum;
}

CLONES void thresher_apply_softmax(float *x, long count) {
  float largest = maximum(x, count);
  float sum = 0.0f;
  for (long i = 0; i < count; i++) {
    x[i] = thresher_exp(x[i] - largest);
    sum = thresher_relaxed_add(sum, x[i]);
  }
  float scale = 1.0f / sum;
  for (long i = 0; i < count; i++) x[i] *= scale;
}

CLONES long thresher_collect_above(
    const float *restrict x, const float *restrict bias, const float *restrict shift, long count,
    float bound, float *restrict values, int *restrict places) {
  enum { lanes = 32, few = 8 };
  long found = 0, i = 0;
  for (; i + lanes <= count; i += lanes) {
    int any = 0;
    for (int lane = 0; lane < lanes; lane++) any |= !(x[i + lane] + shift[i + lane] <= bound);
    if (!any) continue;
    for (long j = i; j < i + lanes; j += few) {
      any = 0;
      for (int lane = 0; lane < few; lane++) any |= !(x[j + lane] + shift[j + lane] <= bound);
      if (!any) continue;
      for (int lane = 0; lane < few; lane++) {
        values[found] = x[j + lane] + bias[j + lane];
        places[found] = (int)j + lane;
        found += !(x[j + lane] + shift[j + lane] <= bound);
      }
    }
  }
  for (; i < count; i++) {
    if (x[i] + shift[i] <= bound) continue;
    values[found] = x[i] + bias[i];
    places[found++] = (int)i;
  }
  return found;
}

CLONES void thresher_add_rows(
    const float *restrict matrix, long stride, const int *restrict rows,
    const float *restrict scales, long rowCount, float *restrict sum, long count) {
  long entry = 0;
  for (; entry + 8 <= rowCount; entry += 8) {
    const float *a = matrix + rows[entry] * stride, *b = matrix + rows[entry + 1] * stride;
    const float *c = matrix + rows[entry + 2] * stride, *d = matrix + rows[entry + 3] * stride;
    const float *e = matrix + rows[entry + 4] * stride, *f = matrix + rows[entry + 5] * stride;
    const float *g = matrix + rows[entry + 6] * stride, *h = matrix + rows[entry + 7] * stride;
    const float *s = scales + entry;
    for (long i = 0; i < count; i++) {
      float first = (s[0] * a[i] + s[1] * b[i]) + (s[2] * c[i] + s[3] * d[i]);
      float second = (s[4] * e[i] + s[5] * f[i]) + (s[6] * g[i] + s[7] * h[i]);
      sum[i] += first + second;
    }
  }
  for (; entry < rowCount; entry++) {
    const float *row = matrix + rows[entry] * stride;
    float scale = scales[entry];
    for (long i = 0; i < count; i++) sum[i] += scale * row[i];
  }
}
