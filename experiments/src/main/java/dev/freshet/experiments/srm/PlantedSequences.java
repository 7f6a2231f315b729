package dev.freshet.experiments.srm;

import dev.freshet.experiments.srm.NextVideoTask.Watched;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Sequences with or without information in their order, by construction. */
final class PlantedSequences {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int VIDEOS = 240;
  private static final int LENGTH = 24;

  /** Share of long views that follow from the one before. */
  private static final double LAWFUL = 0.7;

  private PlantedSequences() {}

  /**
   * A video is mostly followed by the next one of a circle, so whoever knows the last video knows
   * the next.
   */
  static NextVideoTask ordered(int users, long seed) {
    return task("planted order", users, seed, LAWFUL);
  }

  /** Every video is drawn by its popularity alone: there is nothing to know of a user. */
  static NextVideoTask unordered(int users, long seed) {
    return task("no order, no taste", users, seed, 0);
  }

  private static NextVideoTask task(String name, int users, long seed, double lawful) {
    TrustedRecords.trust();
    SplittableRandom random = new SplittableRandom(seed);
    List<Video> videos = new ArrayList<>();
    for (int i = 0; i < VIDEOS; i++) {
      videos.add(
          Video.newBuilder()
              .setVideo("v" + i)
              .setAuthor("")
              .setTags(List.of())
              .setLengthMillis(10_000)
              .setUploadedAt(START)
              .setUpdatedAt(START)
              .build());
    }
    List<List<Watched>> sequences = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      Set<Integer> seen = new LinkedHashSet<>();
      int last = popular(random);
      seen.add(last);
      while (seen.size() < LENGTH) {
        int next = random.nextDouble() < lawful ? (last + 1) % VIDEOS : popular(random);
        if (seen.add(next)) {
          last = next;
        }
      }
      List<Watched> watched = new ArrayList<>();
      for (int video : seen) {
        watched.add(new Watched(video, START.plus(Duration.ofMinutes(watched.size()))));
      }
      sequences.add(watched);
    }
    return new NextVideoTask(name, videos, sequences);
  }

  /** Of a hundred draws, the first tenth of the videos get about a third. */
  private static int popular(SplittableRandom random) {
    double u = random.nextDouble();
    return (int) (VIDEOS * u * u);
  }
}
