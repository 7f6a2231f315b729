package dev.freshet.loadtests.transfer;

import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Imported;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.UserSet;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What rows become. A row with {@code positives} is an exported state, one with {@code set} an
 * entry of a user's sets, any other with {@code user} an interaction, any other a video.
 *
 * <p>An interaction of the past counts in the state only: it becomes a HISTORY event of one entry,
 * which is neither a label nor an example. What a HISTORY cannot say (FOLLOW, HIDE, REPORT) keeps
 * its kind and time; without an impression it is no label either. A HISTORY takes effect at the
 * time of the import, so that the state is kept for as long as that of any active user. A state
 * begins with one, whatever it holds, so that its decisions find a user who is not idle. Ids are a
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
    if (row.has("set")) {
      return List.of(event(entry(row)));
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
        boolean shown = kind == EventKind.IMPRESSION;
        boolean liked = !shown && kind != EventKind.WATCH;
        long played = watched == null || shown ? 0 : watched;
        long whole = length == null || shown ? 0 : length;
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
    return text == null ? EventTarget.VIDEO : constant(EventTarget.class, row, "target");
  }

  /** What the state of a user holds, as one HISTORY, and an event for each decision. */
  private List<ProducerRecord<byte[], byte[]>> state(Row row) {
    String user = row.text("user");
    Map<String, Interaction> byVideo = new LinkedHashMap<>();
    Stream.of("positives", "skips")
        .flatMap(list -> row.rows(list).stream())
        .map(this::interaction)
        .forEach(interaction -> byVideo.put(interaction.getVideo(), interaction));
    for (Row seen : row.rows("seen")) {
      byVideo.computeIfAbsent(seen.text("id"), video -> shown(video, seen.time("at", unit)));
    }
    List<Interaction> interactions =
        byVideo.values().stream().sorted(Comparator.comparing(Interaction::getOccurredAt)).toList();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    String content = interactions.toString();
    records.add(event(history(id(user, "state", content), user, interactions)));
    for (Row undone : row.rows("undone")) {
      Interaction interaction = interaction(undone);
      Instant at = interaction.getLikedAt();
      if (!at.equals(Instant.EPOCH)) {
        String video = interaction.getVideo();
        String id = id(user, EventKind.UNLIKE.name(), video, at.toString());
        records.add(event(builder(id, user, EventKind.UNLIKE, at).setVideo(video).build()));
      }
    }
    for (UserSet set : List.of(UserSet.VIDEOS, UserSet.AUTHORS)) {
      for (Row decision : row.rows(set.name().toLowerCase(Locale.ROOT))) {
        records.add(event(decision(user, set, decision)));
      }
    }
    return records;
  }

  /** An entry of a user's sets that lay beside the state. */
  private FeedbackEvent entry(Row row) {
    String user = row.text("user");
    UserSet set = constant(UserSet.class, row, "set");
    if (set != UserSet.SEEN) {
      return decision(user, set, row);
    }
    String video = row.text("id");
    Instant at = row.time("at", unit);
    return history(id(user, "seen", video, at.toString()), user, List.of(shown(video, at)));
  }

  private FeedbackEvent decision(String user, UserSet set, Row row) {
    String name = row.text("id");
    Instant at = row.time("at", unit);
    EventKind kind =
        switch (constant(PreferenceValue.class, row, "value")) {
          case FOLLOWED -> EventKind.FOLLOW;
          case HIDDEN -> EventKind.HIDE;
          case NONE -> EventKind.UNHIDE;
        };
    boolean ofVideo = set == UserSet.VIDEOS;
    FeedbackEvent.Builder event =
        builder(id(user, set.name(), kind.name(), name, at.toString()), user, kind, at)
            .setVideo(ofVideo ? name : "")
            .setTarget(ofVideo ? EventTarget.VIDEO : EventTarget.AUTHOR);
    return withAuthor(event, ofVideo ? null : name);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Row row, String field) {
    String text = row.text(field);
    try {
      return Enum.valueOf(type, text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + " is not known: " + text, e);
    }
  }

  /** A video that was shown, of which nothing else is known. */
  private static Interaction shown(String video, Instant at) {
    return new Interaction(
        video, at, 0L, 0L, /* longView= */ false, /* liked= */ false, Instant.EPOCH);
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
        row.has("likedAt") ? row.time("likedAt", unit) : Instant.EPOCH);
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
    if (row.has("availableFrom")) {
      video.setAvailableFrom(row.time("availableFrom", unit));
    }
    if (row.has("availableUntil")) {
      video.setAvailableUntil(row.time("availableUntil", unit));
    }
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
        .setSurface(Imported.SURFACE)
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
