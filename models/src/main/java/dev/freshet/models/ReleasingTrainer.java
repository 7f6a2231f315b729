package dev.freshet.models;

import dev.freshet.schemas.feature.ModelRelease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A trainer whose rows and dense network are published to be served. */
public interface ReleasingTrainer extends Trainer {

  /** The first of the trainers that publishes what it learns; null where none does. */
  static @Nullable ReleasingTrainer among(List<Trainer> trainers) {
    for (Trainer trainer : trainers) {
      if (trainer instanceof ReleasingTrainer releasing) {
        return releasing;
      }
    }
    return null;
  }

  /** Generation of the rows and the network. */
  String generation();

  /** Hands over each row that changed or was removed since the last call, or since the restore. */
  void drainRows(Consumer<RowUpdate> consumer);

  /**
   * Number of steps of a row or of the network that were not taken, because a gradient was not a
   * finite number; since this trainer was made.
   */
  long refused();

  /** Ends what is under way, as no batch will follow, so that a release holds everything. */
  default void finish() {
    // most have nothing under way between two batches
  }

  /** Number of rows in all tables. */
  long rows();

  /**
   * The dense network as it is now, exported, with a probe batch.
   *
   * @param metrics progressive metrics to travel with it
   * @param learnedUpTo event time up to which every example has been learned from
   */
  ModelRelease release(Map<String, Double> metrics, Instant learnedUpTo);

  /**
   * A changed row.
   *
   * @param step training step that last changed it
   * @param vector the components, not to be changed; null where the row was removed
   */
  @SuppressWarnings("ArrayRecordComponent") // goes straight into a serializer
  record RowUpdate(String table, String id, long step, float @Nullable [] vector) {}
}
