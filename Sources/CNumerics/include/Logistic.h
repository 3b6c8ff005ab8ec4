// What logistic regressions sum over rows, in double precision, compiled for several processors.
#ifndef THRESHER_LOGISTIC_H
#define THRESHER_LOGISTIC_H

/// Adds a multiple of each row to `sums`: `sums[j] += weights[i] * rows[i * stride + j]`.
void thresher_add_weighted_rows(
    double *restrict sums, const float *restrict rows, long stride,
    const double *restrict weights, long rowCount, long columnCount);

/// Adds to `squares` what each row's squared distance from `means` is, times a weight.
void thresher_add_squared_deviations(
    double *restrict squares, const float *restrict rows, long stride,
    const double *restrict weights, const double *restrict means, long rowCount, long columnCount);

/// Copies some columns of rows, each to a place of its own:
/// `targets[k][offset + i] = rows[i * stride + columns[k]]`.
void thresher_gather_columns(
    float *const *targets, long offset, const float *restrict rows, long stride,
    const long *restrict columns, long columnCount, long rowCount);

/// Takes some numbers, centres them and multiplies each by a factor of its own:
/// `y[i] = (x[indices[i]] - mean) * factors[i]`.
void thresher_gather_centered(
    float *restrict y, const float *restrict x, const long *restrict indices, float mean,
    const float *restrict factors, long count);

/// The sum of `x[i] * y[i]`.
double thresher_dot_double(const float *restrict x, const double *restrict y, long count);

/// Writes the three sums that a quadratic model needs of a column: of `residuals * x`, of `weights * x`
/// and of `weights * x * x`.
void thresher_measure_column(
    double *restrict sums, const float *restrict x, const double *restrict residuals,
    const double *restrict weights, long count);

/// Adds a multiple of a vector: `y += scale * x`.
void thresher_add_scaled_double(
    double *restrict y, const float *restrict x, double scale, long count);

/// Writes the probability of the other class, `1 / (1 + exp(signs * (margins + shift)))`, of each
/// row, and returns the sum of `weights * log(1 + exp(-signs * (margins + shift)))`.
double thresher_logistic_loss(
    double *restrict doubts, const double *restrict margins, const double *restrict signs,
    const double *restrict weights, double shift, long count);

/// The loss's derivatives along a shift of all margins: the sums of `weights * signs * doubt`, of
/// `weights * doubt` and of `weights * doubt * (1 - doubt)`.
void thresher_shift_derivatives(
    double *restrict sums, const double *restrict margins, const double *restrict signs,
    const double *restrict weights, double shift, long count);

#endif
