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
 * does not is silent. Used by one thread.
 */
final class Parts {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<Job> JOBS =
      List.of(
          new Job("features", Topics.FEEDBACK_EVENTS, Topics.USER_STATES),
          new Job("labels", Topics.FEEDBACK_EVENTS, Topics.TRAINING_EXAMPLES),
          new Job("training", Topics.TRAINING_EXAMPLES, Topics.MODEL_EVALUATIONS),
          new Job("trending", Topics.FEEDBACK_EVENTS, Topics.TRENDING));

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
    List<Pulse.Part> parts = new ArrayList<>();
    parts.add(new Pulse.Part("kafka", answered ? "up" : "silent"));
    parts.add(new Pulse.Part("users", moves(Topics.FEEDBACK_EVENTS, reading) ? "up" : "idle"));
    JOBS.forEach(job -> parts.add(new Pulse.Part(job.name(), state(job, answered, reading))));
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

  private boolean moves(Topic<String, ?> topic, Reading reading) {
    Instant at = movedAt.get(topic.name());
    return at != null && Duration.between(at, reading.at()).compareTo(PATIENCE) < 0;
  }

  /** At the first look nobody knows when the topic moved: it gets the benefit of the doubt. */
  private void move(String topic, long end, Instant at) {
    Long before = ends.put(topic, end);
    if (before == null || before != end) {
      if (end > 0) {
        movedAt.put(topic, at);
      }
    }
  }
}
