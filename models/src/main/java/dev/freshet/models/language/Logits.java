package dev.freshet.models.language;

import java.util.Arrays;

/**
 * Logits of the next token, a row for each position that was read.
 *
 * @param values row by row; not copied
 * @param vocabulary size of a row
 */
@SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
public record Logits(float[] values, int vocabulary) {

  /** Number of rows. */
  public int rows() {
    return values.length / vocabulary;
  }

  /** Logit of a token. */
  public float get(int row, int token) {
    return values[row * vocabulary + token];
  }

  /** A copy of one row. */
  public float[] row(int row) {
    return Arrays.copyOfRange(values, row * vocabulary, (row + 1) * vocabulary);
  }

  /** Token of the greatest logit; the first of several. */
  public int best(int row) {
    int best = 0;
    for (int i = 1; i < vocabulary; i++) {
      if (get(row, i) > get(row, best)) {
        best = i;
      }
    }
    return best;
  }

  /** Logarithm of the sum of the exponentials of a row: a logit less this is a log-probability. */
  public double logSum(int row) {
    float greatest = get(row, best(row));
    double sum = 0;
    for (int i = 0; i < vocabulary; i++) {
      sum += Math.exp(get(row, i) - greatest);
    }
    return greatest + Math.log(sum);
  }

  /** Logarithm of the probability of a token. */
  public double logProbability(int row, int token) {
    return get(row, token) - logSum(row);
  }
}
