package dev.freshet.serving.store;

import dev.freshet.schemas.topic.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What topics look like right now, as Kafka says. */
final class TopicLayouts {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final KafkaClients clients;

  TopicLayouts(KafkaClients clients) {
    this.clients = clients;
  }

  /**
   * A topic's id and size.
   *
   * @param id changes when the topic is deleted and created again
   */
  record Layout(String id, int partitionCount) {

    List<TopicPartition> partitions(String topic) {
      return IntStream.range(0, partitionCount)
          .mapToObj(partition -> new TopicPartition(topic, partition))
          .toList();
    }
  }

  /**
   * The layout of {@code topic}.
   *
   * @throws KafkaException if there is no such topic or Kafka does not answer
   */
  Layout of(String topic) {
    try (Admin admin = Admin.create(clients.config())) {
      TopicDescription found =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .get(topic);
      if (found == null) {
        throw new KafkaException("no topic " + topic);
      }
      return new Layout(found.topicId().toString(), found.partitions().size());
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("looking at topic " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while looking at topic " + topic, e);
    }
  }
}
