package dev.freshet.loadtests.audience;

import dev.freshet.experiments.planted.PlantedVectors;
import dev.freshet.experiments.planted.PlantedVideo;
import dev.freshet.loadtests.http.ClientVideo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
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

  /** Draws of uploads behind an interval. */
  private static final int RESAMPLES = 2_000;

  private static final double TAIL = 0.025;
  private static final long SEED = 42;

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
        old.stream()
            .map(upload -> new Watched(Duration.between(upload.at, now), upload.longViews))
            .toList(),
        times.size(),
        half == 0 || times.size() < half ? Optional.empty() : Optional.of(times.get(half - 1)),
        new LongViews.Count(
            old.stream().mapToLong(upload -> Math.min(FIRST, upload.impressions)).sum(),
            old.stream().mapToLong(upload -> upload.firstLongViews).sum()));
  }

  /** How often an upload was watched long since it was there. */
  record Watched(Duration age, long longViews) {}

  /**
   * How soon uploads found their audience.
   *
   * @param uploads of the kind and age
   * @param found how many of them have {@link #FOUND} long views
   * @param median time to that; nothing while fewer than half have found theirs
   * @param first their first impressions, ten of each at most, and the long views among them
   */
  record Reach(List<Watched> uploads, int found, Optional<Duration> median, LongViews.Count first) {

    Reach {
      uploads = List.copyOf(uploads);
    }

    /** Age of all of them together. */
    Duration age() {
      return uploads.stream().map(Watched::age).reduce(Duration.ZERO, Duration::plus);
    }

    /** Long views of all of them. */
    long longViews() {
      return uploads.stream().mapToLong(Watched::longViews).sum();
    }

    /** Long views of an upload in an hour; NaN without any upload. */
    double perHour() {
      return perHour(uploads);
    }

    private static double perHour(List<Watched> some) {
      long longViews = 0;
      long millis = 0;
      for (Watched upload : some) {
        longViews += upload.longViews();
        millis += upload.age().toMillis();
      }
      return longViews * 3_600_000.0 / millis;
    }

    /**
     * How many times as fast these uploads are watched long as others: the ratio of their rates
     * with its 95 % interval, by a bootstrap over uploads, as a few of them have most of the long
     * views.
     *
     * @return estimate, low, high; NaN where either has none
     */
    double[] timesAsFastAs(Reach other) {
      if (longViews() == 0 || other.longViews() == 0) {
        return new double[] {Double.NaN, Double.NaN, Double.NaN};
      }
      SplittableRandom random = new SplittableRandom(SEED);
      double[] ratios =
          DoubleStream.generate(() -> perHour(drawn(random)) / perHour(other.drawn(random)))
              .limit(RESAMPLES)
              .sorted()
              .toArray();
      int below = (int) (TAIL * RESAMPLES);
      return new double[] {
        perHour() / other.perHour(), ratios[below], ratios[RESAMPLES - 1 - below]
      };
    }

    /** As many of the uploads, drawn with replacement. */
    private List<Watched> drawn(SplittableRandom random) {
      return uploads.stream().map(unused -> uploads.get(random.nextInt(uploads.size()))).toList();
    }
  }
}
