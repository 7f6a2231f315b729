package dev.freshet.flink.rounds;

import dev.freshet.models.EpochTrainer;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What one model adds to a training round: the topics it learns from, its examples, its trainer and
 * its gate. Triggers, threads, state, checkpoints, status and release are the framework's.
 *
 * <p>{@link #examples}, {@link #trainer} and {@link #gate} run on the training thread.
 *
 * @param <E> what the trainer learns from, held-back data for the gate included
 */
public interface Round<E> extends Serializable {

  /** Name of the model, triggers and bounds. */
  RoundConfig config();

  /**
   * The topics that the round learns from, at least one. The records of the first are counted: they
   * drive {@link Trigger.ByCount} and become step and time of the release.
   */
  List<Slice<?>> slices();

  /**
   * The examples of a round; empty if nothing can be learned from these records. The same records
   * give the same examples.
   */
  Optional<E> examples(FrozenSlices slices);

  /**
   * A trainer of these examples.
   *
   * @param handover of the trainer of the last released round; empty for the first
   */
  EpochTrainer trainer(E examples, byte[] handover);

  /** What a release has to pass. */
  Gate<E> gate();
}
