package dev.freshet.serving.console;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The system at a moment.
 *
 * @param videos in the catalogue
 * @param model what serves; null while nothing does
 * @param topics every topic, in the order in which data flows
 * @param consumers every consumer group, and this node
 * @param arms what the window brought by strategy
 * @param evaluations the latest of each model
 * @param eventToPage from an event in its topic to its state in this node
 * @param eventToWeights from an event in its topic to rows that learned from it in this node
 * @param processes whether each part of the system works
 * @param viewers users for whom pages were made lately, the latest first
 * @param skipped records that were left out to keep the cost of watching bounded
 */
@Serdeable
record Pulse(
    Instant at,
    int videos,
    @Nullable Model model,
    List<Flow> topics,
    List<Lag> consumers,
    List<Arm> arms,
    List<Evaluation> evaluations,
    Latency eventToPage,
    Latency eventToWeights,
    List<Part> processes,
    List<Viewer> viewers,
    long skipped) {

  /**
   * The network that serves.
   *
   * @param name of the model, such as {@code sasrec}
   * @param step of the network
   * @param rowsStep highest step of any embedding row
   * @param learnedUpTo event time up to which the network has learned
   */
  @Serdeable
  record Model(String name, String generation, long step, long rowsStep, Instant learnedUpTo) {}

  /**
   * A topic.
   *
   * @param perSecond records appended, marks included; -1 before two looks
   * @param deadLetters records in its dead-letter topic
   */
  @Serdeable
  record Flow(String topic, double perSecond, long deadLetters) {}

  /**
   * How far behind a reader is.
   *
   * @param consumer name of the group, or {@code serving} for this node
   * @param lag records not yet read, by the offsets that were committed last
   */
  @Serdeable
  record Lag(String consumer, String topic, long lag) {}

  /**
   * An arm of the experiment.
   *
   * @param impressions videos shown in the window
   * @param longViews how many of them were watched long
   */
  @Serdeable
  record Arm(String strategy, long impressions, long longViews) {}

  /** A model's progressive evaluation; what is not a number is null. */
  @Serdeable
  record Evaluation(
      String model,
      Instant asOf,
      long step,
      long examples,
      @Nullable Double auc,
      @Nullable Double gauc,
      @Nullable Double logLoss) {}

  /**
   * A latency in milliseconds; -1 without measurements.
   *
   * @param count measurements in the window
   */
  @Serdeable
  record Latency(int count, long p50, long p99) {

    static Latency of(Latencies.Summary summary) {
      return new Latency(summary.count(), summary.p50(), summary.p99());
    }
  }

  /**
   * A part of the system.
   *
   * @param state {@code up}, {@code idle} where nothing asks it to do anything, or {@code silent}
   *     where it should say something and does not
   */
  @Serdeable
  record Part(String name, String state) {}

  /** A user and how the latest page was put together. */
  @Serdeable
  record Viewer(String user, String strategy) {}
}
