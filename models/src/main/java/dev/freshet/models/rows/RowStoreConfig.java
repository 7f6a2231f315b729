package dev.freshet.models.rows;

import java.time.Duration;

/**
 * How rows learn and how long they stay.
 *
 * @param seed seed of the initial values
 * @param linear step of the first-order weights
 * @param embedding step of the embeddings
 * @param idle a row not seen for this long, in event time, is dropped; positive
 */
public record RowStoreConfig(long seed, Adagrad linear, Adagrad embedding, Duration idle) {

  public RowStoreConfig {
    if (idle.isZero() || idle.isNegative()) {
      throw new IllegalArgumentException("idle must be positive: " + idle);
    }
  }
}
