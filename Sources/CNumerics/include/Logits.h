// What a logistic regression on one column sums over rows, compiled for several processors.
//
// Labels are 1 and 0. A column is shifted and scaled as it is read: `z = (x - shift) * scale`.
#ifndef THRESHER_LOGITS_H
#define THRESHER_LOGITS_H

/// The least and the greatest number of the rows of either label, and the sum of all.
struct thresher_class_ranges {
  float lowest, highest, lowestPositive, highestPositive;
  double sum;
};

struct thresher_class_ranges thresher_measure_class_ranges(
    const float *restrict x, const float *restrict labels, long count);

/// The sums of `(x - mean)^2` and of `(x - mean) * label`.
struct thresher_class_spread {
  double squares, product;
};

struct thresher_class_spread thresher_measure_class_spread(
    const float *restrict x, const float *restrict labels, long count, double mean);

/// The log-likelihood of `p = 1 / (1 + exp(-intercept - slope * z))`, and its derivatives: the sums
/// of `y - p` and `(y - p) z`, of `p (1 - p) z^k` up to the square, and of
/// `p (1 - p) (1 - 2 p) z^k` up to the cube.
struct thresher_logit_moments {
  double residual, product;
  double weight, weighted, squared;
  double third0, third1, third2, third3;
  double logLikelihood;
};

struct thresher_logit_moments thresher_measure_logit(
    const float *restrict x, const float *restrict labels, long count, double shift, double scale,
    double intercept, double slope);

/// The first two derivatives in single precision, several times as fast; the rest is left at 0.
struct thresher_logit_moments thresher_measure_logit_roughly(
    const float *restrict x, const float *restrict labels, long count, float shift, float scale,
    float intercept, float slope);

#endif
