package dev.freshet.loadtests.replay;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.topic.WatermarkMark;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log into the topics: the catalogue, then what users did before the log, then the log in
 * the order of event time, with marks that say how far it has come. Used by one thread.
 */
final class LogWriter {

  private static final int RECORDS_PER_MARK = 2_000;
  private static final Duration EVENT_TIME_PER_MARK = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Far below any event time, yet far enough from the end of the range to subtract. */
  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private final Producer<byte[], byte[]> producer;
  private final Pace pace;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final AtomicLong eventsWritten = new AtomicLong();
  private int sinceMark;
  private long markedUpTo = LONG_AGO;

  /**
   * @param producer idempotent, so that no record is lost, repeated or out of order
   */
  LogWriter(Producer<byte[], byte[]> producer, Pace pace) {
    this.producer = producer;
    this.pace = pace;
  }

  /** Writes the whole catalogue. */
  void writeVideos(Iterator<Video> videos) {
    while (videos.hasNext()) {
      Video video = videos.next();
      send(Topics.VIDEOS, video.getVideo(), video);
    }
    mark(Topics.VIDEOS, Long.MAX_VALUE);
  }

  /**
   * Writes events and ends the topic.
   *
   * @param events in the order of occurredAt
   * @throws ReplayException if they are not in order
   */
  void writeEvents(Iterator<FeedbackEvent> events) throws InterruptedException {
    long latest = Long.MIN_VALUE;
    while (events.hasNext()) {
      FeedbackEvent event = events.next();
      long at = event.getOccurredAt().toEpochMilli();
      if (at < latest) {
        throw new ReplayException(
            "event %s of %s comes after one of a later time"
                .formatted(event.getEventId(), event.getOccurredAt()));
      }
      latest = at;
      awaitTurn(at);
      if (sinceMark >= RECORDS_PER_MARK || at - markedUpTo > EVENT_TIME_PER_MARK.toMillis()) {
        markEvents(at - 1);
      }
      send(Topics.FEEDBACK_EVENTS, event.getUser(), event);
      eventsWritten.incrementAndGet();
      sinceMark++;
    }
    markEvents(Long.MAX_VALUE);
    flush();
  }

  /** Number of events sent so far. Any thread may ask. */
  long eventsWritten() {
    return eventsWritten.get();
  }

  /** At a limited speed: waits until an event of time {@code at} is due. */
  private void awaitTurn(long at) throws InterruptedException {
    long wait = pace.millisUntil(at);
    while (wait > 0) {
      long passed = pace.eventTimeNow() - 1;
      if (passed > markedUpTo && passed < at) {
        markEvents(passed);
        producer.flush();
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(wait, PAUSE.toMillis()));
      wait = pace.millisUntil(at);
    }
  }

  private void markEvents(long upTo) {
    if (upTo > markedUpTo) {
      mark(Topics.FEEDBACK_EVENTS, upTo);
      markedUpTo = upTo;
      sinceMark = 0;
    }
  }

  private void mark(Topic<String, ?> topic, long upTo) {
    int partitions = producer.partitionsFor(topic.name()).size();
    for (int partition = 0; partition < partitions; partition++) {
      send(new WatermarkMark(upTo, 0, 1).record(topic.name(), partition));
    }
  }

  private <V> void send(Topic<String, V> topic, String key, V value) {
    send(
        new ProducerRecord<>(
            topic.name(),
            topic.keySerde().serializer().serialize(topic.name(), key),
            topic.valueSerde().serializer().serialize(topic.name(), value)));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      var unused =
          producer.send(
              record,
              (metadata, problem) -> {
                if (problem != null) {
                  failure.compareAndSet(null, problem);
                }
              });
    } catch (KafkaException e) {
      throw new ReplayException("writing to " + record.topic(), e);
    }
    checkFailure();
  }

  private void flush() {
    producer.flush();
    checkFailure();
  }

  private void checkFailure() {
    Exception problem = failure.get();
    if (problem != null) {
      throw new ReplayException("writing the log", problem);
    }
  }
}
