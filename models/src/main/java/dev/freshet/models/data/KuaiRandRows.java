package dev.freshet.models.data;

import dev.freshet.models.data.LogRow.Outcome;
import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/** What the rows of {@link KuaiRand}'s files mean. */
final class KuaiRandRows {

  /** The history says that a video was watched, and not for how long. */
  private static final long SOME_TIME = 1;

  private static final TimeColumn TIME = new TimeColumn("time_ms", TimeColumn.Unit.MILLISECONDS);
  private static final TimeColumn LAST_TIME =
      new TimeColumn("last_time_ms", TimeColumn.Unit.MILLISECONDS);
  private static final long MINUTE = 60_000;

  private KuaiRandRows() {}

  /** A row of the log {@code file}. */
  static LogRow impression(CSVRecord row, int file) {
    long time = TIME.millis(row.get(TIME.name()));
    long watched = number(row, "play_time_ms");
    require(watched >= 0, "play_time_ms is negative: " + watched);
    long length = number(row, "duration_ms");
    require(length >= 0, "duration_ms is negative: " + length);
    int outcomes =
        flag(row, "is_like", Outcome.LIKE)
            | flag(row, "is_follow", Outcome.FOLLOW)
            | flag(row, "is_comment", Outcome.COMMENT)
            | flag(row, "is_forward", Outcome.SHARE)
            | flag(row, "is_hate", Outcome.HIDE);
    return new LogRow(
        time,
        LogRow.order(file, row.getRecordNumber()),
        required(row, "user_id"),
        required(row, "video_id"),
        watched,
        length,
        outcomes,
        "tab-" + required(row, "tab"));
  }

  /** A row of the video features. */
  static Video video(CSVRecord row) {
    Instant uploaded =
        LocalDate.parse(required(row, "upload_dt")).atStartOfDay(KuaiRand.SHANGHAI).toInstant();
    String tags = row.get("tag").strip();
    Video.Builder video =
        Video.newBuilder()
            .setVideo(required(row, "video_id"))
            .setAuthor(required(row, "author_id"))
            .setTags(tags.isEmpty() ? List.of() : List.of(tags.split("\\s*,\\s*")))
            .setLengthMillis(Math.max(0, Math.round(decimal(row.get("video_duration")))))
            .setUploadedAt(uploaded)
            .setUpdatedAt(uploaded);
    String music = row.get("music_id").strip();
    if (!music.isEmpty() && !music.equals("0")) {
      video.setMusic(music);
    }
    String musicType = row.get("music_type").strip();
    if (!musicType.isEmpty()) {
      video.setMusicType(musicType.replaceFirst("\\.0$", ""));
    }
    String uploadType = row.get("upload_type").strip();
    if (!uploadType.isEmpty()) {
      video.setUploadType(uploadType);
    }
    return video.build();
  }

  /**
   * A row of the history.
   *
   * @param begin time of the first impression in epoch milliseconds
   */
  static FeedbackEvent history(CSVRecord row, long begin, Map<String, VideoFacts> videos) {
    String user = required(row, "user_id");
    long last = LAST_TIME.millis(row.get(LAST_TIME.name()));
    List<WatchSequence.Watch> watches =
        WatchSequence.merged(ids(row.get("watch_seq")), ids(row.get("long_watch_seq")));
    List<Interaction> interactions = new ArrayList<>(watches.size());
    for (int i = 0; i < watches.size(); i++) {
      long time = last - (watches.size() - 1 - i) * MINUTE;
      if (time < begin) {
        WatchSequence.Watch watch = watches.get(i);
        VideoFacts facts = videos.get(watch.video());
        interactions.add(
            new Interaction(
                watch.video(),
                Instant.ofEpochMilli(time),
                SOME_TIME,
                facts == null ? 0L : facts.lengthMillis,
                watch.isLong(),
                /* liked= */ false,
                Instant.EPOCH));
      }
    }
    return FeedbackEvent.newBuilder()
        .setEventId("k-history-" + user)
        .setUser(user)
        .setVideo("")
        .setKind(EventKind.HISTORY)
        .setOccurredAt(Instant.ofEpochMilli(begin - 1))
        .setHistory(interactions)
        .build();
  }

  private static List<String> ids(String joined) {
    String stripped = joined.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
  }

  /** The value of a column that must have one. */
  static String required(CSVRecord row, String column) {
    String value = row.get(column).strip();
    require(!value.isEmpty(), column + " is empty");
    return value;
  }

  private static long number(CSVRecord row, String column) {
    String value = row.get(column).strip();
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(column + " is not a whole number: " + value, e);
    }
  }

  private static double decimal(String value) {
    return value.isBlank() ? 0 : Double.parseDouble(value);
  }

  private static int flag(CSVRecord row, String column, Outcome outcome) {
    String value = row.get(column).strip();
    require(value.equals("0") || value.equals("1"), column + " is neither 0 nor 1: " + value);
    return value.equals("1") ? outcome.bit() : 0;
  }

  private static void require(boolean holds, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason);
    }
  }

  /** What of a video the events need. */
  record VideoFacts(String author, long lengthMillis) {}
}
