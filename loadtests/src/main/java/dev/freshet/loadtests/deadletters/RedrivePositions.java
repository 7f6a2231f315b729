package dev.freshet.loadtests.deadletters;

import dev.freshet.schemas.topic.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the letters of a topic have been re-driven: the committed positions of a consumer group,
 * and of one more for each text that reasons were chosen by. So letters that were passed over for
 * their reason stay to be re-driven.
 *
 * @param byFilter positions by the text that reasons have to contain; the empty text for all
 */
record RedrivePositions(Map<String, Map<TopicPartition, Long>> byFilter) {

  /** The group of those who re-drive whatever there is. */
  static final String GROUP = "freshet-dlq-redrive";

  private static final long PATIENCE_SECONDS = 30;

  /** The group that commits for letters whose reason contains {@code filter}. */
  static String group(String filter) {
    return filter.isEmpty()
        ? GROUP
        : GROUP
            + "-"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(filter.getBytes(StandardCharsets.UTF_8));
  }

  /** The positions as they are now. */
  static RedrivePositions read(KafkaClients clients) {
    try (Admin admin = Admin.create(clients.config())) {
      Map<String, Map<TopicPartition, Long>> byFilter = new HashMap<>();
      for (GroupListing group : admin.listGroups().all().get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        String id = group.groupId();
        if (id.equals(GROUP) || id.startsWith(GROUP + "-")) {
          byFilter.put(filter(id), positions(admin, id));
        }
      }
      return new RedrivePositions(byFilter);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("asking how far letters have been re-driven", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking how far letters have been re-driven", e);
    }
  }

  private static String filter(String group) {
    return group.equals(GROUP)
        ? ""
        : new String(
            Base64.getUrlDecoder().decode(group.substring(GROUP.length() + 1)),
            StandardCharsets.UTF_8);
  }

  private static Map<TopicPartition, Long> positions(Admin admin, String group)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, Long> positions = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            positions.put(partition, offset.offset());
          }
        });
    return positions;
  }

  /** Whether {@code letter}, of the dead-letter topic called {@code topic}, was re-driven. */
  boolean passed(String topic, StoredLetter letter) {
    var partition = new TopicPartition(topic, letter.partition());
    return byFilter.entrySet().stream()
        .anyMatch(
            entry ->
                letter.reason().contains(entry.getKey())
                    && letter.offset() < entry.getValue().getOrDefault(partition, 0L));
  }
}
