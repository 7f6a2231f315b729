package dev.freshet.serving.console;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.console.TopicTail.Found;
import dev.freshet.serving.topics.KafkaConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topics on a thread of its own while somebody watches, and keeps what a pulse is made
 * of. When Kafka fails, it waits and starts again.
 */
final class TopicWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int EVALUATIONS = 2_000;
  private static final int VIEWERS = 12;

  private final KafkaConfig kafka;
  private final ConsoleConfig config;
  private final Catalogue catalogue;
  private final LongSupplier rowsStep;
  private final Clock clock;
  private final ArmCounts arms;
  private final Freshness freshness = new Freshness();
  private final Deque<ModelEvaluation> evaluations = new ArrayDeque<>();
  private final Map<String, String> viewers = new LinkedHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch present = new CountDownLatch(1);
  private final Thread thread;
  private volatile long skipped;

  /**
   * Begins to follow.
   *
   * @param rowsStep highest step of any embedding row that serves
   */
  TopicWatch(
      KafkaConfig kafka,
      ConsoleConfig config,
      Catalogue catalogue,
      LongSupplier rowsStep,
      Clock clock) {
    this.kafka = kafka;
    this.config = config;
    this.catalogue = catalogue;
    this.rowsStep = rowsStep;
    this.clock = clock;
    this.arms = new ArmCounts(config.history().plus(config.window()));
    this.thread = Thread.ofPlatform().daemon().name("console-tail").start(this::run);
  }

  /** Waits until the past has been read; whether that was soon enough. */
  boolean awaitPast(Duration atMost) throws InterruptedException {
    return present.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the users of each arm did. */
  ArmCounts arms() {
    return arms;
  }

  /** How long events take to count. */
  Freshness freshness() {
    return freshness;
  }

  /** Progressive evaluations, oldest first. */
  List<ModelEvaluation> evaluations() {
    synchronized (evaluations) {
      return List.copyOf(evaluations);
    }
  }

  /** Users for whom pages were made lately, the latest first. */
  List<Pulse.Viewer> viewers() {
    synchronized (viewers) {
      List<Pulse.Viewer> latest = new ArrayList<>();
      viewers.forEach((user, strategy) -> latest.addFirst(new Pulse.Viewer(user, strategy)));
      return latest;
    }
  }

  /** Records that were left out. */
  long skipped() {
    return skipped;
  }

  private void run() {
    while (stopped.getCount() > 0) {
      try (TopicTail tail =
          new TopicTail(
              kafka,
              config.recordsPerSecond(),
              clock.instant().minus(config.history()).minus(config.window()))) {
        follow(tail);
      } catch (RuntimeException e) {
        // whatever it is, the console would otherwise show a system that stands still
        LOG.atWarn().setMessage("the console cannot follow the topics").setCause(e).log();
        pause();
      }
    }
  }

  private void follow(TopicTail tail) {
    while (stopped.getCount() > 0) {
      List<Found> found = tail.poll(clock.instant());
      Instant now = clock.instant();
      found.forEach(each -> take(each, now));
      if (found.stream().noneMatch(Found::past)) {
        present.countDown();
      }
      freshness.inUse(rowsStep.getAsLong(), now);
      skipped = tail.skipped();
    }
  }

  /** Marks have no value; what cannot be read is not for the console to complain of. */
  private void take(Found found, Instant now) {
    ConsumerRecord<byte[], byte[]> record = found.record();
    if (record.value() == null) {
      return;
    }
    try {
      take(record.topic(), record.value(), Instant.ofEpochMilli(record.timestamp()), now, found);
    } catch (SerializationException e) {
      LOG.atDebug().setMessage("the console cannot read a record").setCause(e).log();
    }
  }

  private void take(String topic, byte[] value, Instant appendedAt, Instant now, Found found) {
    if (topic.equals(Topics.FEEDBACK_EVENTS.name())) {
      FeedbackEvent event = read(Topics.FEEDBACK_EVENTS, value);
      Video video = catalogue.video(event.getVideo());
      arms.take(event, appendedAt, video == null ? 0 : video.getLengthMillis());
      if (!found.past()) {
        freshness.take(event, appendedAt);
      }
    } else if (topic.equals(Topics.SERVED_SLATES.name())) {
      ServedSlate slate = read(Topics.SERVED_SLATES, value);
      arms.take(slate);
      see(slate);
    } else if (topic.equals(Topics.USER_STATES.name())) {
      freshness.take(read(Topics.USER_STATES, value), now);
    } else if (topic.equals(Topics.SCORED_EXAMPLES.name())) {
      freshness.take(read(Topics.SCORED_EXAMPLES, value));
    } else {
      add(read(Topics.MODEL_EVALUATIONS, value));
    }
  }

  private static <V> V read(dev.freshet.schemas.topic.Topic<String, V> topic, byte[] value) {
    return topic.valueSerde().deserializer().deserialize(topic.name(), value);
  }

  private void see(ServedSlate slate) {
    String strategy = slate.getStrategy();
    synchronized (viewers) {
      viewers.remove(slate.getUser());
      viewers.put(slate.getUser(), strategy == null ? "unknown" : strategy);
      if (viewers.size() > VIEWERS) {
        viewers.remove(viewers.keySet().iterator().next());
      }
    }
  }

  private void add(ModelEvaluation evaluation) {
    synchronized (evaluations) {
      evaluations.addLast(evaluation);
      if (evaluations.size() > EVALUATIONS) {
        evaluations.removeFirst();
      }
    }
  }

  private void pause() {
    try {
      boolean ended = stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      LOG.atDebug().setMessage("paused").addKeyValue("ended", ended).log();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
