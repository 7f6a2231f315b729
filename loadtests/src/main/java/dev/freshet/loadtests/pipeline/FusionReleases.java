package dev.freshet.loadtests.pipeline;

import dev.freshet.loadtests.rounds.RoundRequest;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** Asks for a fusion, and counts those that are released. */
final class FusionReleases implements Probe {

  private static final String ROUND = "fusion-training";
  private static final Duration POLL = Duration.ofMillis(100);

  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final AtomicInteger count = new AtomicInteger();
  private volatile long firstAt;
  private volatile boolean closed;

  /**
   * @param consumer placed at the end of the releases here
   */
  FusionReleases(Producer<byte[], byte[]> producer, Consumer<byte[], byte[]> consumer) {
    this.producer = producer;
    this.consumer = consumer;
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.MODEL_RELEASES.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /** Asks for a training round, whose fusion is released however good it is. */
  void ask() {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    var unused = producer.send(new RoundRequest(ROUND, /* force= */ true).at(now));
  }

  /** Counts what is released from now on. */
  @Override
  public void run() {
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.key() != null
            && record.value() != null
            && MetaMmfRelease.MODEL.equals(new String(record.key(), StandardCharsets.UTF_8))) {
          if (count.get() == 0) {
            firstAt = System.nanoTime();
          }
          count.incrementAndGet();
        }
      }
    }
  }

  int count() {
    return count.get();
  }

  /** Time since the first one, where there was one. */
  Duration sinceFirst() {
    return Duration.ofNanos(System.nanoTime() - firstAt);
  }

  @Override
  public void close() {
    closed = true;
  }
}
