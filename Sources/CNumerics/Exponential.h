// Exponentials of numbers that are not positive, without a branch, so that loops of them vectorize.
#ifndef THRESHER_EXPONENTIAL_H
#define THRESHER_EXPONENTIAL_H

/// The exponential of a number that is not positive, to 2 units in the last place; 0 below -708.
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

/// The same in single precision, to 2 units in the last place; 0 below -87.
static inline float exp_of_negative_single(float x) {
  float clamped = x > -87.0f ? x : -87.0f;
  float shifted = clamped * 1.44269504f + 0x1.8p23f;
  float n = shifted - 0x1.8p23f;
  float r = clamped - n * 6.93359375e-01f;
  r = r + n * 2.12194440e-04f;
  float p = 1.98412698e-04f;
  p = p * r + 1.38888889e-03f;
  p = p * r + 8.33333333e-03f;
  p = p * r + 4.16666667e-02f;
  p = p * r + 1.66666667e-01f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  int bits;
  __builtin_memcpy(&bits, &shifted, sizeof bits);
  bits = (int)((unsigned)(bits + 127) << 23);
  float power;
  __builtin_memcpy(&power, &bits, sizeof power);
  return x > -87.0f ? p * power : 0.0f;
}

static inline double magnitude(double x) { return x < 0 ? -x : x; }

#endif
