package dev.freshet.serving.console;

import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.console.TopicGauge.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells from the topics which parts of the system work: a part whose input moves and whose output
 * does not is silent. A part that shares its output with others, or rarely writes, is told by what
 * its consumer group has committed. Used by one thread.
 */
final class Parts {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A job commits with a checkpoint, and none is taken while a fusion is learned. */
  private static final Duration COMMIT_PATIENCE = Duration.ofMinutes(3);

  private static final List<Job> JOBS =
      List.of(
          new Job("features", Topics.FEEDBACK_EVENTS, Topics.USER_STATES),
          new Job("labels", Topics.FEEDBACK_EVENTS, Topics.TRAINING_EXAMPLES),
          new Job("training", Topics.TRAINING_EXAMPLES, Topics.MODEL_EVALUATIONS),
          new Job("trending", Topics.FEEDBACK_EVENTS, Topics.TRENDING));
  private static final List<String> READERS = List.of("fusion-training", "fusion");

  private final Map<String, Long> ends = new HashMap<>();
  private final Map<String, Instant> movedAt = new HashMap<>();

  private record Job(String name, Topic<String, ?> input, Topic<String, ?> output) {}

  /**
   * The parts, in the order in which data flows.
   *
   * @param answered whether Kafka answered
   * @param caughtUp whether this node has caught up
   */
  List<Pulse.Part> of(boolean answered, boolean caughtUp, Reading reading) {
    reading.ends().forEach((topic, end) -> move(topic, end, reading.at()));
    reading.lags().forEach(lag -> move(place(lag), committed(lag, reading), reading.at()));
    List<Pulse.Part> parts = new ArrayList<>();
    parts.add(new Pulse.Part("kafka", answered ? "up" : "silent"));
    parts.add(new Pulse.Part("users", moves(Topics.FEEDBACK_EVENTS, reading) ? "up" : "idle"));
    parts.add(new Pulse.Part("catalogue", moves(Topics.VIDEOS, reading) ? "up" : "idle"));
    JOBS.forEach(job -> parts.add(new Pulse.Part(job.name(), state(job, answered, reading))));
    READERS.forEach(job -> parts.add(new Pulse.Part(job, state(job, answered, reading))));
    parts.add(new Pulse.Part("serving", caughtUp ? "up" : "silent"));
    return parts;
  }

  private String state(Job job, boolean answered, Reading reading) {
    if (!answered) {
      return "unknown";
    }
    if (moves(job.output(), reading)) {
      return "up";
    }
    return moves(job.input(), reading) ? "silent" : "idle";
  }

  private String state(String job, boolean answered, Reading reading) {
    if (!answered) {
      return "unknown";
    }
    List<Pulse.Lag> lags =
        reading.lags().stream().filter(lag -> lag.consumer().endsWith("-" + job)).toList();
    if (lags.stream().anyMatch(lag -> moves(place(lag), COMMIT_PATIENCE, reading))) {
      return "up";
    }
    return lags.stream().anyMatch(lag -> lag.lag() > 0) ? "silent" : "idle";
  }

  private boolean moves(Topic<String, ?> topic, Reading reading) {
    return moves(topic.name(), PATIENCE, reading);
  }

  private boolean moves(String place, Duration patience, Reading reading) {
    Instant at = movedAt.get(place);
    return at != null && Duration.between(at, reading.at()).compareTo(patience) < 0;
  }

  private static String place(Pulse.Lag lag) {
    return lag.consumer() + " in " + lag.topic();
  }

  private static long committed(Pulse.Lag lag, Reading reading) {
    return reading.ends().getOrDefault(lag.topic(), lag.lag()) - lag.lag();
  }

  /** At the first look nobody knows when the end moved: it gets the benefit of the doubt. */
  private void move(String place, long end, Instant at) {
    Long before = ends.put(place, end);
    if (before == null || before != end) {
      if (end > 0) {
        movedAt.put(place, at);
      }
    }
  }
}
