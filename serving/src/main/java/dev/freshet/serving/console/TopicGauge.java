package dev.freshet.serving.console;

import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.topics.KafkaConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Looks at the offsets of all topics and consumer groups. Used by one thread. */
final class TopicGauge implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 5_000;

  private final Admin admin;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private Reading before = Reading.NONE;

  TopicGauge(KafkaConfig kafka) {
    Map<String, Object> properties = kafka.clients().config();
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "serving-console");
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.admin = Admin.create(properties);
  }

  /**
   * What one look shows.
   *
   * @param ends offsets after the last record, by topic, summed over its partitions
   * @param perSecond records appended since the look before, by topic; empty at the first
   * @param deadLetters records kept in the dead-letter topics, by the topic they belong into
   * @param lags records that each group has not committed yet
   */
  record Reading(
      Instant at,
      Map<String, Long> ends,
      Map<String, Double> perSecond,
      Map<String, Long> deadLetters,
      List<Pulse.Lag> lags) {

    static final Reading NONE = new Reading(Instant.EPOCH, Map.of(), Map.of(), Map.of(), List.of());
  }

  /**
   * Looks once.
   *
   * @throws KafkaException if Kafka does not answer in time
   */
  Reading read(Instant now) {
    try {
      if (partitions.isEmpty()) {
        partitions.addAll(describe());
      }
      Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
      Map<String, Long> byTopic = sum(ends);
      before =
          new Reading(
              now,
              byTopic,
              rates(byTopic, now),
              deadLetters(byTopic, sum(offsets(OffsetSpec.earliest()))),
              lags(ends));
      return before;
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("looking at offsets", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while looking at offsets", e);
    }
  }

  private List<TopicPartition> describe()
      throws ExecutionException, InterruptedException, TimeoutException {
    List<String> names = new ArrayList<>();
    for (Topic<String, ?> topic : Topics.ALL) {
      names.add(topic.name());
      names.add(topic.deadLetters());
    }
    Map<String, TopicDescription> found = get(admin.describeTopics(names).allTopicNames());
    return found.values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(each -> new TopicPartition(topic.name(), each.partition())))
        .toList();
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin.listOffsets(asked).all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private List<Pulse.Lag> lags(Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, ListConsumerGroupOffsetsSpec> asked = new TreeMap<>();
    for (GroupListing group : get(admin.listGroups().all())) {
      asked.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
    }
    if (asked.isEmpty()) {
      return List.of();
    }
    List<Pulse.Lag> lags = new ArrayList<>();
    new TreeMap<>(get(admin.listConsumerGroupOffsets(asked).all()))
        .forEach((group, committed) -> lags.addAll(lags(group, committed, ends)));
    return lags;
  }

  /** Topics that are not ours, such as those between the steps of a topology, are left out. */
  private static List<Pulse.Lag> lags(
      String group,
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, Long> ends) {
    Map<String, Long> behind = new TreeMap<>();
    committed.forEach(
        (partition, offset) -> {
          Long end = ends.get(partition);
          if (offset != null && end != null) {
            behind.merge(partition.topic(), Math.max(0, end - offset.offset()), Long::sum);
          }
        });
    return behind.entrySet().stream()
        .map(entry -> new Pulse.Lag(group, entry.getKey(), entry.getValue()))
        .toList();
  }

  private Map<String, Double> rates(Map<String, Long> ends, Instant now) {
    double seconds = Duration.between(before.at(), now).toMillis() / 1_000.0;
    Map<String, Double> rates = new HashMap<>();
    before
        .ends()
        .forEach(
            (topic, end) ->
                rates.put(topic, Math.max(0, ends.getOrDefault(topic, end) - end) / seconds));
    return rates;
  }

  private static Map<String, Long> deadLetters(Map<String, Long> ends, Map<String, Long> begins) {
    Map<String, Long> letters = new HashMap<>();
    for (Topic<String, ?> topic : Topics.ALL) {
      String name = topic.deadLetters();
      letters.put(topic.name(), ends.getOrDefault(name, 0L) - begins.getOrDefault(name, 0L));
    }
    return letters;
  }

  private static Map<String, Long> sum(Map<TopicPartition, Long> offsets) {
    Map<String, Long> sums = new HashMap<>();
    offsets.forEach((partition, offset) -> sums.merge(partition.topic(), offset, Long::sum));
    return sums;
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
