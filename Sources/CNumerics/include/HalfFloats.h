// Floats of 16 bits to and from float32, compiled for several processors as in Elementwise.h.
//
// The 16-bit numbers lie in bytes, little-endian and at any address, as files have them.
#ifndef THRESHER_HALF_FLOATS_H
#define THRESHER_HALF_FLOATS_H

/// Reads binary16 numbers; exact.
void thresher_decode_half(float *restrict values, const unsigned char *restrict bytes, long count);

/// Reads bfloat16 numbers; exact.
void thresher_decode_brain_half(
    float *restrict values, const unsigned char *restrict bytes, long count);

/// Writes the nearest binary16 numbers, ties to even; too large becomes infinity, NaN stays NaN.
void thresher_encode_half(unsigned char *restrict bytes, const float *restrict values, long count);

/// Writes the nearest bfloat16 numbers, ties to even; NaN stays NaN.
void thresher_encode_brain_half(
    unsigned char *restrict bytes, const float *restrict values, long count);

#endif
