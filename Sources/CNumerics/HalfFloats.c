#include "HalfFloats.h"

#include <stdint.h>
#include <string.h>

#include "Clones.h"

static inline uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static inline float float_of(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline uint16_t load(const unsigned char *bytes, long index) {
  uint16_t bits;
  memcpy(&bits, bytes + 2 * index, sizeof bits);
  return bits;
}

static inline void store(unsigned char *bytes, long index, uint16_t bits) {
  memcpy(bytes + 2 * index, &bits, sizeof bits);
}

/// Shifts exponent and mantissa into place and multiplies by 2^112, which also normalizes what is
/// subnormal in binary16. (F. Giesen, 2012.)
static inline float from_half(uint16_t bits) {
  uint32_t magnitude = (uint32_t)(bits & 0x7FFF) << 13;
  uint32_t scaled = bits_of(float_of(magnitude) * float_of(0x77800000));
  uint32_t value = magnitude >= 0x0F800000 ? magnitude | 0x7F800000 : scaled;
  return float_of(value | (uint32_t)(bits & 0x8000) << 16);
}

static inline uint16_t to_half(float value) {
  uint32_t sign = bits_of(value) >> 16 & 0x8000;
  uint32_t magnitude = bits_of(value) & 0x7FFFFFFF;
  // Rebiases the exponent, and rounds by the parity of the last bit that stays.
  uint32_t normal = (magnitude - 0x38000000 + 0xFFF + (magnitude >> 13 & 1)) >> 13;
  // Adding 0.5 leaves the subnormal's bits at the end of the sum's mantissa, rounded.
  float small = float_of(magnitude < 0x38800000 ? magnitude : 0);
  uint32_t subnormal = bits_of(small + 0.5f) - 0x3F000000;
  uint32_t special = magnitude > 0x7F800000 ? 0x7E00 : 0x7C00;
  uint32_t finite = magnitude < 0x38800000 ? subnormal : normal;
  return (uint16_t)(sign | (magnitude >= 0x477FF000 ? special : finite));
}

static inline uint16_t to_brain_half(float value) {
  uint32_t bits = bits_of(value);
  uint32_t rounded = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
  return (uint16_t)((bits & 0x7FFFFFFF) > 0x7F800000 ? bits >> 16 | 0x40 : rounded);
}

CLONES void thresher_decode_half(
    float *restrict values, const unsigned char *restrict bytes, long count) {
  for (long i = 0; i < count; i++) values[i] = from_half(load(bytes, i));
}

CLONES void thresher_decode_brain_half(
    float *restrict values, const unsigned char *restrict bytes, long count) {
  for (long i = 0; i < count; i++) values[i] = float_of((uint32_t)load(bytes, i) << 16);
}

CLONES void thresher_encode_half(
    unsigned char *restrict bytes, const float *restrict values, long count) {
  for (long i = 0; i < count; i++) store(bytes, i, to_half(values[i]));
}

CLONES void thresher_encode_brain_half(
    unsigned char *restrict bytes, const float *restrict values, long count) {
  for (long i = 0; i < count; i++) store(bytes, i, to_brain_half(values[i]));
}
