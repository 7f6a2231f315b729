package dev.freshet.serving.erasure;

import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Retention;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.model.RowTables;
import dev.freshet.serving.store.StoreConfig;
import dev.freshet.serving.topics.KafkaConfig;
import dev.freshet.serving.topics.TopicWriter;
import dev.freshet.serving.topics.TopicWriter.Entry;
import dev.freshet.serving.topics.TopicWriter.Written;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases a user: the record of the erasure first, so that every node refuses what the user did
 * before; then an event, by which the jobs forget the user; then what compacted topics hold under
 * the user's keys. Repeating any of it does no harm.
 */
@Singleton
class ErasureService {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureService.class);

  /** Name of the table whose rows are users. */
  private static final String USER_TABLE = "user";

  private static final List<Topic<String, ?>> BY_USER =
      List.of(
          Topics.FEEDBACK_EVENTS,
          Topics.TRAINING_EXAMPLES,
          Topics.SERVED_SLATES,
          Topics.SCORED_EXAMPLES);

  private final TopicWriter topics;
  private final ErasedUsers erased;
  private final RowTables rows;
  private final EntriesOfUsers sets;
  private final Duration storeWithin;
  private final Duration topicsWithin;
  private final Clock clock;

  ErasureService(
      TopicWriter topics,
      ErasedUsers erased,
      RowTables rows,
      EntriesOfUsers sets,
      StoreConfig store,
      KafkaConfig kafka,
      Clock clock) {
    this.topics = topics;
    this.erased = erased;
    this.rows = rows;
    this.sets = sets;
    this.storeWithin = store.erasedWithin();
    this.topicsWithin = kafka.erasedWithin();
    this.clock = clock;
  }

  Erasure erase(UserId id) {
    String user = id.value();
    Instant now = Instant.ofEpochMilli(clock.millis());
    ErasedUser erasure = new ErasedUser(user, now, UUID.randomUUID().toString());
    FeedbackEvent event =
        FeedbackEvent.newBuilder()
            .setEventId(erasure.getRequestId())
            .setUser(user)
            .setVideo("")
            .setKind(EventKind.ERASE)
            .setOccurredAt(now)
            .build();
    Written written = write(Topics.ERASED_USERS, List.of(new Entry<>(user, erasure)));
    if (written instanceof Written.Acknowledged) {
      erased.note(erasure);
      written = write(Topics.FEEDBACK_EVENTS, List.of(new Entry<>(user, event)));
    }
    if (written instanceof Written.Acknowledged) {
      written = write(Topics.USER_STATES, List.of(new Entry<UserState>(user, null)));
    }
    if (written instanceof Written.Acknowledged) {
      written = write(Topics.USER_SET_ENTRIES, setEntriesOf(user));
    }
    if (written instanceof Written.Acknowledged) {
      written = write(Topics.EMBEDDING_ROWS, rowsOf(user));
    }
    return switch (written) {
      case Written.Acknowledged all -> receipt(erasure);
      case Written.Unavailable unavailable -> new Erasure.Unavailable(unavailable.detail());
    };
  }

  private <V> Written write(Topic<String, V> topic, List<Entry<V>> entries) {
    return topics.write(topic, entries);
  }

  private List<Entry<UserSetEntry>> setEntriesOf(String user) {
    return sets.keys(user).stream().map(key -> new Entry<UserSetEntry>(key, null)).toList();
  }

  private List<Entry<EmbeddingRow>> rowsOf(String user) {
    return rows.keys(USER_TABLE, user).stream()
        .map(key -> new Entry<EmbeddingRow>(key, null))
        .toList();
  }

  private Erasure receipt(ErasedUser erasure) {
    LOG.atWarn()
        .setMessage("erased a user")
        .addKeyValue("requestId", erasure.getRequestId())
        .addKeyValue("erasedAt", erasure.getErasedAt())
        .log();
    Map<String, Duration> expiring = new LinkedHashMap<>();
    for (Topic<String, ?> topic : BY_USER) {
      if (topic.retention() instanceof Retention.Time(Duration kept)) {
        expiring.put(topic.name(), kept);
      }
      expiring.put(topic.deadLetters(), TopicCreation.DEAD_LETTER_RETENTION);
    }
    Map<String, Duration> rewritten = new LinkedHashMap<>();
    for (Topic<String, ?> topic : SegmentEnds.OF_USERS) {
      rewritten.put("topic " + topic.name(), topicsWithin);
    }
    rewritten.put("stores of serving nodes", storeWithin);
    rewritten.put("state and checkpoints of jobs", topicsWithin);
    rewritten.put("stores and internal topics of streams", topicsWithin);
    return new Erasure.Erased(
        erasure.getUser(), erasure.getRequestId(), erasure.getErasedAt(), expiring, rewritten);
  }
}
