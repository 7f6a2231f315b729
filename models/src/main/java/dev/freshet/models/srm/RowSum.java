package dev.freshet.models.srm;

import dev.freshet.models.rows.Row;
import org.jspecify.annotations.Nullable;

/** Rows that are always used together, as those of one video are, and what stands beside them. */
final class RowSum {
  static final int NONE = -1;

  final Row[] rows;

  /** The gradients of the rows as the last batch found them, to be added to without the rows. */
  final float[][] gradients;

  /** A vector that is not learned and stands behind their sum; null for none. */
  float @Nullable [] fixed;

  /** Its number in the present batch of its {@link RowSums}; {@link #NONE} until it is used. */
  int slot = NONE;

  /** Uses in the present batch. */
  int uses;

  /** Event time of the latest of them, in epoch milliseconds. */
  long usedAt;

  RowSum(Row... rows) {
    this.rows = rows;
    gradients = new float[rows.length][];
  }
}
