package dev.freshet.loadtests.transfer;

import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.EventRules;
import dev.freshet.schemas.validation.RecordRules;
import dev.freshet.schemas.validation.VideoRules;
import dev.freshet.schemas.validation.Violation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What rows become. A row with {@code positives} is an exported state, any other with {@code user}
 * an interaction, any other a video.
 *
 * <p>An interaction of the past counts in the state only: it becomes a HISTORY event of one entry,
 * which is neither a label nor an example. What a HISTORY cannot say (FOLLOW, HIDE, REPORT) keeps
 * its kind and time; without an impression it is no label either. A HISTORY takes effect at the
 * time of the import, so that the state is kept for as long as that of any active user. Ids are a
 * hash of the row's content: the same row gives the same id.
 *
 * @param unit of times that are numbers
 * @param now time of the import
 */
record ImportedRows(TimeColumn.Unit unit, Instant now) {

  /**
   * The records of a row.
   *
   * @throws IllegalArgumentException if the row is bad; says why
   */
  List<ProducerRecord<byte[], byte[]>> records(Row row) {
    if (row.problem() != null) {
      throw new IllegalArgumentException(row.problem());
    }
    if (row.has("positives")) {
      return state(row);
    }
    if (row.has("user")) {
      FeedbackEvent event = event(row);
      return List.of(event(event));
    }
    if (row.has("video")) {
      Video video = video(row);
      return List.of(record(Topics.VIDEOS, video.getVideo(), video, VideoRules.RULES));
    }
    throw new IllegalArgumentException("has neither user nor video");
  }

  private ProducerRecord<byte[], byte[]> event(FeedbackEvent event) {
    return record(Topics.FEEDBACK_EVENTS, event.getUser(), event, EventRules.RULES);
  }

  private FeedbackEvent event(Row row) {
    String user = row.text("user");
    EventKind kind = kind(row);
    String author = row.optionalText("author");
    String named = row.optionalText("video");
    String video = named == null && author != null ? "" : row.text("video");
    Instant at = row.time("occurredAt", unit);
    Long watched = row.optionalNumber("watchedMillis");
    Long length = row.optionalNumber("lengthMillis");
    String id =
        id(
            user,
            video,
            kind.name(),
            Long.toString(at.toEpochMilli()),
            String.valueOf(watched),
            String.valueOf(length),
            String.valueOf(author),
            String.valueOf(row.optionalText("target")),
            String.valueOf(row.optionalText("eventId")));
    return switch (kind) {
      case FOLLOW, UNFOLLOW, HIDE, UNHIDE, REPORT, UNLIKE ->
          withAuthor(builder(id, user, kind, at).setVideo(video).setTarget(target(row)), author);
      case IMPRESSION, WATCH, LIKE, COMMENT, SHARE -> {
        boolean liked = kind != EventKind.IMPRESSION && kind != EventKind.WATCH;
        long played = watched == null ? 0 : watched;
        long whole = length == null ? 0 : length;
        var interaction =
            new Interaction(
                video,
                at,
                played,
                whole,
                row.flag("longView") || (played > 0 && LongView.reached(played, whole)),
                liked || row.flag("liked"),
                Instant.EPOCH);
        yield history(id, user, List.of(interaction));
      }
      default -> throw new IllegalArgumentException(kind + " cannot be imported");
    };
  }

  private static EventKind kind(Row row) {
    String text = row.optionalText("kind");
    try {
      return text == null
          ? EventKind.WATCH
          : EventKind.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("kind is not known: " + text, e);
    }
  }

  private static EventTarget target(Row row) {
    String text = row.optionalText("target");
    return text == null ? EventTarget.VIDEO : EventTarget.valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** What the state of a user holds, as one HISTORY, and an event for each decision. */
  private List<ProducerRecord<byte[], byte[]>> state(Row row) {
    String user = row.text("user");
    List<Interaction> interactions =
        Stream.concat(row.rows("positives").stream(), row.rows("skips").stream())
            .map(this::interaction)
            .sorted(Comparator.comparing(Interaction::getOccurredAt))
            .toList();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    if (!interactions.isEmpty()) {
      String content = interactions.toString();
      records.add(event(history(id(user, "state", content), user, interactions)));
    }
    for (Row decision : row.rows("videos")) {
      if (decision.text("value").equals("HIDDEN")) {
        String video = decision.text("id");
        Instant at = decision.time("at", unit);
        String id = id(user, "hidden", video, at.toString());
        records.add(event(builder(id, user, EventKind.HIDE, at).setVideo(video).build()));
      }
    }
    for (Row decision : row.rows("authors")) {
      EventKind kind = kindOfAuthor(decision.text("value"));
      if (kind != null) {
        String author = decision.text("id");
        Instant at = decision.time("at", unit);
        String id = id(user, kind.name(), author, at.toString());
        records.add(
            event(
                builder(id, user, kind, at)
                    .setVideo("")
                    .setAuthor(author)
                    .setTarget(EventTarget.AUTHOR)
                    .build()));
      }
    }
    return records;
  }

  private static @Nullable EventKind kindOfAuthor(String value) {
    return switch (value) {
      case "FOLLOWED" -> EventKind.FOLLOW;
      case "HIDDEN" -> EventKind.HIDE;
      default -> null;
    };
  }

  private Interaction interaction(Row row) {
    Long watched = row.optionalNumber("watchedMillis");
    Long length = row.optionalNumber("lengthMillis");
    return new Interaction(
        row.text("video"),
        row.time("occurredAt", unit),
        watched == null ? 0L : watched,
        length == null ? 0L : length,
        row.flag("longView"),
        row.flag("liked"),
        Instant.EPOCH);
  }

  private Video video(Row row) {
    Instant uploaded = row.time("uploadedAt", unit);
    Long length = row.optionalNumber("lengthMillis");
    String title = row.optionalText("title");
    Video.Builder video =
        Video.newBuilder()
            .setVideo(row.text("video"))
            .setTitle(title == null ? "" : title)
            .setAuthor(row.text("author"))
            .setTags(row.texts("tags"))
            .setLengthMillis(length == null ? 0 : length)
            .setUploadedAt(uploaded)
            .setUpdatedAt(row.has("updatedAt") ? row.time("updatedAt", unit) : uploaded)
            .setMedia(row.textsByName("media"))
            .setModalities(row.vectors("modalities"));
    ifThere(row.optionalText("music"), video::setMusic);
    ifThere(row.optionalText("musicType"), video::setMusicType);
    ifThere(row.optionalText("uploadType"), video::setUploadType);
    return video.build();
  }

  private static FeedbackEvent withAuthor(FeedbackEvent.Builder event, @Nullable String author) {
    ifThere(author, event::setAuthor);
    return event.build();
  }

  private static void ifThere(@Nullable String value, Consumer<String> set) {
    if (value != null) {
      set.accept(value);
    }
  }

  private FeedbackEvent history(String id, String user, List<Interaction> interactions) {
    return builder(id, user, EventKind.HISTORY, now).setVideo("").setHistory(interactions).build();
  }

  private static FeedbackEvent.Builder builder(
      String id, String user, EventKind kind, Instant time) {
    return FeedbackEvent.newBuilder()
        .setEventId(id)
        .setUser(user)
        .setKind(kind)
        .setOccurredAt(time)
        .setHistory(List.of());
  }

  private <V> ProducerRecord<byte[], byte[]> record(
      Topic<String, V> topic, String key, V value, RecordRules<V> rules) {
    Violation violation = rules.violation(key, value, now.plus(Bounds.CLOCK_AHEAD));
    if (violation != null) {
      throw new IllegalArgumentException(violation.text());
    }
    return new ProducerRecord<>(
        topic.name(),
        topic.keySerde().serializer().serialize(topic.name(), key),
        topic.valueSerde().serializer().serialize(topic.name(), value));
  }

  private static String id(String... parts) {
    MessageDigest digest = ContentHash.sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return "import-" + ContentHash.hex(digest);
  }
}
