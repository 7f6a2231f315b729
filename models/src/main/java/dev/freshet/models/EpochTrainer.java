package dev.freshet.models;

import dev.freshet.schemas.feature.ModelRelease;

/**
 * Learns from a fixed set of examples, epoch by epoch. The result is a function of the
 * configuration and the examples alone: a trainer that restores the state of another one with the
 * same configuration and examples continues with the same bits. Not thread-safe.
 */
public interface EpochTrainer extends AutoCloseable {

  /**
   * Trains the next epoch.
   *
   * @return what training watches, such as a validation metric or a mean loss
   */
  double epoch();

  /** Whether training has ended, because all epochs were run or the last ones brought nothing. */
  boolean done();

  /** The state after the last epoch, random state and best weights included. */
  byte[] save();

  /** Restores what {@link #save} returned; called before the first epoch. */
  void restore(byte[] saved);

  /**
   * The best of the epochs so far, ready to be served. The caller sets step, time and metrics.
   *
   * @param generation name of the release's generation
   */
  ModelRelease release(String generation);

  /** What the trainer of the next set of examples may start from; empty for a fresh start. */
  default byte[] handover() {
    return new byte[0];
  }

  @Override
  void close();
}
