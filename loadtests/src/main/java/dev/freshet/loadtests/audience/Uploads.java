package dev.freshet.loadtests.audience;

import dev.freshet.loadtests.http.ClientVideo;
import dev.freshet.loadtests.planted.PlantedVectors;
import dev.freshet.loadtests.planted.PlantedVideo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The videos that are uploaded while the audience watches, and how soon they find theirs.
 *
 * <p>Every upload is by an author nobody knows and has no tags. Of every other one the picture, the
 * sound and a title are known; of the rest nothing is, so that they show what a new video has to
 * wait for where its content is not looked at. Only pages of the personalised arm count.
 * Thread-safe.
 */
final class Uploads {

  /** Long views after which a video has found its audience. */
  static final int FOUND = 3;

  /** First impressions of an upload, which say whom it was shown to before it was known. */
  private static final int FIRST = 10;

  /** Standard deviations on either side of a 95 % interval. */
  private static final double Z = 1.96;

  private final PlantedVectors vectors;
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  Uploads(PlantedVectors vectors) {
    this.vectors = vectors;
  }

  /** What is known of an upload. */
  enum Kind {
    /** Picture, sound and title. */
    CONTENT,
    /** Nothing. */
    BARE
  }

  private static final class Upload {
    final Kind kind;
    final Instant at;
    long impressions;
    long longViews;
    long firstLongViews;
    @Nullable Duration found;

    Upload(Kind kind, Instant at) {
      this.kind = kind;
      this.at = at;
    }
  }

  /** The video as it is uploaded; every other number is of the same kind. */
  ClientVideo posted(PlantedVideo video, long number) {
    boolean content = kind(number) == Kind.CONTENT;
    return new ClientVideo(
        video.id(),
        content ? video.title() : "",
        "new." + video.id(),
        List.of(),
        null,
        null,
        null,
        video.length().toMillis(),
        null,
        content ? vectors.of(video) : null);
  }

  private static Kind kind(long number) {
    return number % 2 == 0 ? Kind.CONTENT : Kind.BARE;
  }

  /** The server has the upload since {@code at}. */
  synchronized void uploaded(PlantedVideo video, long number, Instant at) {
    uploads.put(video.id(), new Upload(kind(number), at));
  }

  /** A video was on a personalised page; nothing happens if it is not an upload of this run. */
  synchronized void shown(String video, boolean longView, Instant at) {
    Upload upload = uploads.get(video);
    if (upload == null) {
      return;
    }
    upload.impressions++;
    if (!longView) {
      return;
    }
    upload.longViews++;
    if (upload.impressions <= FIRST) {
      upload.firstLongViews++;
    }
    if (upload.longViews == FOUND) {
      upload.found = Duration.between(upload.at, at);
    }
  }

  /** What became of the uploads of a kind that are older than {@code age}. */
  synchronized Reach reach(Kind kind, Duration age, Instant now) {
    List<Upload> old = new ArrayList<>();
    for (Upload upload : uploads.values()) {
      if (upload.kind == kind && !upload.at.isAfter(now.minus(age))) {
        old.add(upload);
      }
    }
    List<Duration> times =
        old.stream()
            .flatMap(upload -> Optional.ofNullable(upload.found).stream())
            .sorted()
            .toList();
    int half = (old.size() + 1) / 2;
    return new Reach(
        old.size(),
        old.stream()
            .map(upload -> Duration.between(upload.at, now))
            .reduce(Duration.ZERO, Duration::plus),
        old.stream().mapToLong(upload -> upload.longViews).sum(),
        times.size(),
        half == 0 || times.size() < half ? Optional.empty() : Optional.of(times.get(half - 1)),
        new LongViews.Count(
            old.stream().mapToLong(upload -> Math.min(FIRST, upload.impressions)).sum(),
            old.stream().mapToLong(upload -> upload.firstLongViews).sum()));
  }

  /**
   * How soon uploads found their audience.
   *
   * @param uploads of the kind and age
   * @param age of all of them together
   * @param longViews of all of them
   * @param found how many of them have {@link #FOUND} long views
   * @param median time to that; nothing while fewer than half have found theirs
   * @param first their first impressions, ten of each at most, and the long views among them
   */
  record Reach(
      int uploads,
      Duration age,
      long longViews,
      int found,
      Optional<Duration> median,
      LongViews.Count first) {

    /** Long views of an upload in an hour; NaN without any upload. */
    double perHour() {
      return longViews * 3_600_000.0 / age.toMillis();
    }

    /**
     * How many times as fast these uploads are watched long as others: the ratio of their rates
     * with its 95 % interval, long views taken as events of two Poisson processes.
     *
     * @return estimate, low, high; NaN where either has none
     */
    double[] timesAsFastAs(Reach other) {
      double ratio = perHour() / other.perHour();
      double spread = Math.exp(Z * Math.sqrt(1.0 / longViews + 1.0 / other.longViews));
      return longViews == 0 || other.longViews == 0
          ? new double[] {Double.NaN, Double.NaN, Double.NaN}
          : new double[] {ratio, ratio / spread, ratio * spread};
    }
  }
}
