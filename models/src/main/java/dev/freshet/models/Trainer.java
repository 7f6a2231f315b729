package dev.freshet.models;

import dev.freshet.schemas.feature.TrainingExample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns from micro-batches. What it has learned is a function of the batches alone: the same
 * batches in the same order give the same bits, also when the trainer was saved and restored in
 * between. Not thread-safe.
 */
public interface Trainer extends AutoCloseable {

  /** Name of the model, such as {@code sasrec} or {@code ftrl}. */
  String model();

  /**
   * Scores each example with the weights as they are, then learns from all of them (progressive
   * evaluation: score first, learn second).
   *
   * @param batch in the order of (labelledAt, exampleId); not empty
   * @return one score per example, in order; a probability of a long view unless the model says
   *     otherwise
   */
  float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue);

  /**
   * Forgets whatever it keeps under this user's name, between two batches: as if the user had never
   * been seen. What has gone into weights that others share stays.
   */
  default void forget(String user) {
    // most keep nothing by user
  }

  /**
   * What decides the shape of the state: the state of one configuration cannot be restored under
   * another. Empty where there is nothing to decide.
   */
  default String configuration() {
    return "";
  }

  /** Number of batches learned from. */
  long step();

  /** Writes every entry of the state that changed since the last call, or since the restore. */
  void saveChanges(StateSink sink);

  /**
   * Takes back one entry of the state as {@link #saveChanges} wrote it. Called for all of them, in
   * any order, before the first batch.
   */
  void restore(String key, byte[] value);

  @Override
  void close();

  /** Where a trainer writes its state, entry by entry. */
  @FunctionalInterface
  interface StateSink {

    /** Replaces the entry of {@code key}; a null value removes it. */
    void put(String key, byte @Nullable [] value);
  }
}
