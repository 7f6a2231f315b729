package dev.freshet.loadtests.pipeline;

import dev.freshet.loadtests.bench.Latencies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * From the moment the broker has acknowledged a video's record to the moment a consumer has the
 * fused row.
 */
final class RowFreshness implements Probe {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final String prefix;
  private final Latencies ready = new Latencies("row of ready vectors");
  private final Latencies encoded = new Latencies("row with text to encode");
  private final Map<String, Sent> waiting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A record on its way.
   *
   * @param at in nanoseconds: acknowledged, or if that comes first, its row seen
   */
  private record Sent(Latencies kind, long at, boolean rowSeen) {}

  /**
   * @param consumer placed at the end of {@code topic} here
   * @param prefix of the keys of the rows, up to the video
   */
  RowFreshness(Consumer<byte[], byte[]> consumer, String topic, String prefix) {
    this.consumer = consumer;
    this.prefix = prefix;
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Receives rows until {@link #close}. */
  @Override
  public void run() {
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        long now = System.nanoTime();
        if (record.key() != null && record.value() != null) {
          String key = new String(record.key(), StandardCharsets.UTF_8);
          if (key.startsWith(prefix)) {
            seen(key.substring(prefix.length()), now);
          }
        }
      }
    }
  }

  /** A video is about to be sent. */
  void sending(String video, boolean textual) {
    waiting.put(video, new Sent(textual ? ready : encoded, Long.MAX_VALUE, false));
  }

  /** The broker has the video's record. */
  void acknowledged(String video, long nanos) {
    waiting.computeIfPresent(
        video,
        (id, sent) -> {
          if (sent.rowSeen()) {
            sent.kind().add(Duration.ZERO);
            return null;
          }
          return new Sent(sent.kind(), nanos, false);
        });
  }

  private void seen(String video, long nanos) {
    waiting.computeIfPresent(
        video,
        (id, sent) -> {
          if (sent.at() == Long.MAX_VALUE) {
            return new Sent(sent.kind(), nanos, true);
          }
          sent.kind().add(Duration.ofNanos(Math.max(0, nanos - sent.at())));
          return null;
        });
  }

  /** Number of videos whose row has not come, or that are not acknowledged. */
  int waiting() {
    return waiting.size();
  }

  List<Latencies> latencies() {
    return List.of(ready, encoded);
  }

  @Override
  public void close() {
    closed = true;
  }
}
