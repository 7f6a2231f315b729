package dev.freshet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A small log in the file layout of KuaiRand, with tastes planted in it: each user likes one tag of
 * {@link #TAGS} and mostly watches its videos to the end, so a model that learns at all beats
 * chance. The same values give the same bytes.
 *
 * @param users number of users, ids from 0
 * @param videos number of videos, ids from 0; video {@code v} has tag {@code v % TAGS}
 * @param impressionsPerUser rows of each user, spread over {@link #SPAN}
 * @param seed of the random generator
 */
public record TinyLog(int users, int videos, int impressionsPerUser, long seed) {

  /** Number of tags, and so of tastes; user {@code u} likes tag {@code u % TAGS}. */
  public static final int TAGS = 4;

  /** Time of the first possible impression. */
  public static final Instant START = Instant.parse("2022-04-25T00:00:00Z");

  /** The impressions lie in this span. */
  public static final Duration SPAN = Duration.ofDays(2);

  private static final double LIKED_LONG_VIEWS = 0.8;
  private static final double OTHER_LONG_VIEWS = 0.15;
  private static final double LIKES = 0.1;
  private static final double UNWATCHED = 0.1;
  private static final int HISTORY = 4;
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");

  public TinyLog {
    if (users < 1 || videos < TAGS || impressionsPerUser < 0) {
      throw new IllegalArgumentException(
          "a log needs a user and a video of each tag: %d users, %d videos, %d impressions each"
              .formatted(users, videos, impressionsPerUser));
    }
  }

  /** 60 users, 120 videos and 2,400 impressions. */
  public static TinyLog small() {
    return new TinyLog(60, 120, 40, 7);
  }

  /** Rows of the log. */
  public int impressions() {
    return users * impressionsPerUser;
  }

  /** Writes the log, the catalogue, the users and their earlier watches into {@code dir}. */
  public Path write(Path dir) {
    try {
      Files.createDirectories(dir);
      Files.write(dir.resolve("log_standard_4_25_to_4_26_tiny.csv"), logLines());
      Files.write(dir.resolve("video_features_basic_tiny.csv"), videoLines());
      Files.write(dir.resolve("user_features_tiny.csv"), userLines());
      Files.write(dir.resolve("user_history_before_4_25.csv"), historyLines());
      return dir;
    } catch (IOException e) {
      throw new UncheckedIOException("writing a tiny log into " + dir, e);
    }
  }

  private List<String> logLines() {
    List<Row> rows = new ArrayList<>();
    Random random = new Random(seed);
    for (int user = 0; user < users; user++) {
      for (int i = 0; i < impressionsPerUser; i++) {
        rows.add(row(user, random));
      }
    }
    rows.sort(Comparator.comparingLong(Row::timeMillis).thenComparingInt(Row::user));
    List<String> lines = new ArrayList<>();
    lines.add(
        "user_id,video_id,date,hourmin,time_ms,is_click,is_like,is_follow,is_comment,is_forward,"
            + "is_hate,long_view,play_time_ms,duration_ms,profile_stay_time,comment_stay_time,"
            + "is_profile_enter,is_rand,tab");
    rows.forEach(row -> lines.add(row.line()));
    return lines;
  }

  private Row row(int user, Random random) {
    int video = random.nextInt(videos);
    boolean liked = video % TAGS == user % TAGS;
    boolean longView = random.nextDouble() < (liked ? LIKED_LONG_VIEWS : OTHER_LONG_VIEWS);
    long duration = durationMillis(video);
    long played;
    if (longView) {
      played = duration + random.nextInt(2_000);
    } else {
      played = random.nextDouble() < UNWATCHED ? 0 : 500 + random.nextInt(3_000);
    }
    return new Row(
        user,
        video,
        START.toEpochMilli() + (long) (random.nextDouble() * SPAN.toMillis()),
        longView && random.nextDouble() < LIKES,
        longView,
        played,
        duration,
        random.nextInt(2));
  }

  private List<String> videoLines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "video_id,author_id,video_type,upload_dt,upload_type,visible_status,video_duration,"
            + "server_width,server_height,music_id,music_type,tag");
    for (int video = 0; video < videos; video++) {
      lines.add(
          "%d,%d,NORMAL,2022-04-10,ShortImport,0.0,%d.0,720.0,1280.0,%d,9.0,%d"
              .formatted(
                  video, 1000 + video / 3, durationMillis(video), 5000 + video % 7, video % TAGS));
    }
    return lines;
  }

  private List<String> userLines() {
    List<String> lines = new ArrayList<>();
    lines.add("user_id,user_active_degree,is_lowactive_period,is_live_streamer,is_video_author");
    for (int user = 0; user < users; user++) {
      lines.add(user + ",full_active,0,0,0");
    }
    return lines;
  }

  /** Every user has watched a few videos before, the first half of them to the end. */
  private List<String> historyLines() {
    List<String> lines = new ArrayList<>();
    lines.add("user_id,last_time_ms,watch_seq,long_watch_seq");
    Random random = new Random(seed + 1);
    for (int user = 0; user < users; user++) {
      List<String> watched = new ArrayList<>();
      for (int i = 0; i < HISTORY; i++) {
        int base = random.nextInt(videos / TAGS) * TAGS;
        int tag = i < HISTORY / 2 ? user % TAGS : (user + 1) % TAGS;
        watched.add(Integer.toString(base + tag));
      }
      lines.add(
          "%d,%d,%s,%s"
              .formatted(
                  user,
                  START.toEpochMilli() - 3_600_000L - user,
                  String.join(" ", watched),
                  String.join(" ", watched.subList(0, HISTORY / 2))));
    }
    return lines;
  }

  /** Between 8 and 27 seconds, fixed per video. */
  private static long durationMillis(int video) {
    return 8_000 + (video * 7_919L) % 20_000;
  }

  private record Row(
      int user,
      int video,
      long timeMillis,
      boolean like,
      boolean longView,
      long playedMillis,
      long durationMillis,
      int tab) {

    String line() {
      LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(timeMillis), TinyLog.ZONE);
      int click = playedMillis > 0 ? 1 : 0;
      return "%d,%d,%s,%d,%d,%d,%d,0,0,0,0,%d,%d,%d,0,0,0,0,%d"
          .formatted(
              user,
              video,
              DATE.format(local),
              local.getHour() * 100,
              timeMillis,
              click,
              like ? 1 : 0,
              longView ? 1 : 0,
              playedMillis,
              durationMillis,
              tab);
    }
  }
}
