package dev.freshet.serving.store;

import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.SegmentEnd;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.serving.topics.DeadLetters;
import dev.freshet.serving.topics.KafkaConfig;
import dev.freshet.serving.tracing.AwaitedStates;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one topic, all partitions of it, on a thread of its own. Each poll's records and the
 * offsets after them are written in one batch. When Kafka fails, the feed waits and goes on; what
 * was read stays readable meanwhile. A node that was away for longer than removals are kept reads
 * the topic from its beginning: it would keep what was removed meanwhile.
 */
final class TopicFeed implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);
  private static final int POLL_RECORDS = 2_000;

  private final TopicCopy copy;
  private final String topic;
  private final LocalStore store;
  private final Offsets offsets;
  private final KafkaConfig config;
  private final TopicLayouts layouts;
  private final DeadLetters deadLetters;
  private final AwaitedStates awaited;
  private final Clock clock;
  private final AtomicReference<@Nullable Consumer<byte[], byte[]>> consumer =
      new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** When to note again that everything has been read; of this thread only. */
  private Instant nextNote = Instant.MIN;

  private volatile boolean caughtUp;
  private volatile long lag = -1;

  TopicFeed(
      TopicCopy copy,
      LocalStore store,
      KafkaConfig config,
      TopicLayouts layouts,
      DeadLetters deadLetters,
      AwaitedStates awaited,
      Clock clock) {
    this.copy = copy;
    this.topic = copy.topic().name();
    this.store = store;
    this.offsets = new Offsets(store);
    this.config = config;
    this.layouts = layouts;
    this.deadLetters = deadLetters;
    this.awaited = awaited;
    this.clock = clock;
  }

  /** Name of the topic. */
  String topic() {
    return topic;
  }

  /** Whether everything has been read that lay in the topic when this node began to read it. */
  boolean caughtUp() {
    return caughtUp;
  }

  /** Records not yet read; -1 before the first poll. */
  long lag() {
    return lag;
  }

  @Override
  public void run() {
    while (stopped.getCount() > 0) {
      try {
        followOrStartOver();
      } catch (WakeupException e) {
        LOG.atDebug().setMessage("feed was woken to stop").addKeyValue("topic", topic).log();
      } catch (RuntimeException e) {
        // whatever it is, a feed that ended would leave a copy that is stale without a word
        LOG.atWarn()
            .setMessage("feed broke off and will go on in a moment")
            .addKeyValue("topic", topic)
            .setCause(e)
            .log();
        pause();
      }
    }
  }

  /** Ends the feed; returns at once. */
  void stop() {
    stopped.countDown();
    Consumer<byte[], byte[]> current = consumer.get();
    if (current != null) {
      current.wakeup();
    }
  }

  private void followOrStartOver() {
    try {
      Instant readToEnd = offsets.readToEndAt(topic);
      if (readToEnd != null
          && readToEnd.plus(config.topics().removalsKept()).isBefore(clock.instant())) {
        startOver("removals since " + readToEnd + " may have left it already");
      }
      follow();
    } catch (OffsetOutOfRangeException e) {
      startOver("offsets are out of range: " + e.offsetOutOfRangePartitions());
    }
  }

  private void follow() {
    TopicLayouts.Layout layout = layouts.of(topic);
    if (!layout.id().equals(offsets.topicId(topic))) {
      adopt(layout);
    }
    try (Consumer<byte[], byte[]> opened = open()) {
      consumer.set(opened);
      List<TopicPartition> partitions = layout.partitions(topic);
      opened.assign(partitions);
      for (TopicPartition partition : partitions) {
        OptionalLong next = offsets.next(partition);
        if (next.isPresent()) {
          opened.seek(partition, next.getAsLong());
        } else {
          opened.seekToBeginning(List.of(partition));
        }
      }
      Map<TopicPartition, Long> targets = opened.endOffsets(partitions);
      while (stopped.getCount() > 0) {
        ConsumerRecords<byte[], byte[]> records = opened.poll(POLL);
        if (!records.isEmpty()) {
          take(records);
        }
        observe(opened, targets);
      }
    } finally {
      consumer.set(null);
    }
  }

  private Consumer<byte[], byte[]> open() {
    Map<String, Object> properties = config.clients().config();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "serving-" + topic);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** One batch: what it changes and the offsets after it are on disk together. */
  private void take(ConsumerRecords<byte[], byte[]> records) {
    List<DeadLetter> letters = new ArrayList<>();
    try (Changes changes = store.changes()) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        take(record, changes, letters);
      }
      if (!letters.isEmpty()) {
        deadLetters.write(letters);
      }
      records
          .nextOffsets()
          .forEach((partition, next) -> offsets.put(partition, next.offset(), changes));
      store.write(changes);
    }
    copy.written();
    if (topic.equals(Topics.USER_STATES.name())) {
      records.forEach(record -> awaited.arrived(record.key(), record.headers()));
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record, Changes changes, List<DeadLetter> letters) {
    byte @Nullable [] keyBytes = record.key();
    if (keyBytes == null) {
      letters.add(letter(record, "the record has no key"));
      return;
    }
    String key = new String(keyBytes, StandardCharsets.UTF_8);
    if (key.equals(WatermarkMark.KEY) || key.equals(SegmentEnd.KEY)) {
      return;
    }
    try {
      copy.take(key, record.value(), record.headers(), changes);
    } catch (StoreException e) {
      throw e; // the disk is at fault, not the record
    } catch (RuntimeException e) {
      // whatever is odd about a record, it must not hold up those behind it
      letters.add(letter(record, e.getMessage() == null ? e.toString() : e.getMessage()));
    }
  }

  private DeadLetter letter(ConsumerRecord<byte[], byte[]> record, String reason) {
    return new DeadLetter(
        record.key(),
        record.value(),
        topic,
        record.partition(),
        record.offset(),
        reason,
        clock.instant());
  }

  private void observe(Consumer<byte[], byte[]> opened, Map<TopicPartition, Long> targets) {
    long behind = 0;
    for (TopicPartition partition : targets.keySet()) {
      behind += Math.max(0, opened.currentLag(partition).orElse(0));
    }
    lag = behind;
    Instant now = clock.instant();
    if (caughtUp && behind == 0 && now.isAfter(nextNote)) {
      offsets.readToEnd(topic, now);
      nextNote = now.plus(BETWEEN_NOTES);
    }
    if (!caughtUp
        && targets.entrySet().stream().allMatch(e -> opened.position(e.getKey()) >= e.getValue())) {
      caughtUp = true;
      LOG.atInfo().setMessage("caught up").addKeyValue("topic", topic).log();
    }
  }

  /** The topic is not the one that was read before, or it is read for the first time. */
  private void adopt(TopicLayouts.Layout layout) {
    if (offsets.topicId(topic) != null) {
      LOG.atWarn()
          .setMessage(
              "topic was deleted and created again: its local copy is dropped and read again")
          .addKeyValue("topic", topic)
          .log();
    }
    copy.clear();
    offsets.startOver(topic, layout.id(), layout.partitionCount());
  }

  private void startOver(String reason) {
    LOG.atWarn()
        .setMessage("local copy is dropped and the topic is read again from its beginning")
        .addKeyValue("topic", topic)
        .addKeyValue("reason", reason)
        .log();
    TopicLayouts.Layout layout = layouts.of(topic);
    copy.clear();
    offsets.startOver(topic, layout.id(), layout.partitionCount());
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
}
