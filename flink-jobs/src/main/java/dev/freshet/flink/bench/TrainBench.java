package dev.freshet.flink.bench;

import dev.freshet.flink.Arguments;
import dev.freshet.models.Catalogue;
import dev.freshet.models.Trainer;
import dev.freshet.models.merging.MergingConfig;
import dev.freshet.models.merging.ReplicatedTrainer;
import dev.freshet.models.srm.BareStep;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.TrustedRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Examples per second that the sequence model learns from, the share of that in what the network
 * alone would reach in DJL on a batch of the same shape, and how much faster several replicas are
 * that have such a batch each, all in turns in one run.
 *
 * <pre>
 * TrainBench [--batch 256] [--rounds 7] [--seconds 3] [--replicas 2] [--merge-every 16] [--json FILE]
 * </pre>
 *
 * <p>Examples are drawn with a fixed seed: 2,000 users with full histories, 2,500 videos. Users and
 * videos are all known when the measurement begins, as they are in a system that has run for a
 * while.
 */
public final class TrainBench {

  private static final int USERS = 2_000;
  private static final int VIDEOS = 2_500;
  private static final int BATCHES = 32;
  private static final int POSITIVES = 20;
  private static final int SKIPS = 20;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SplittableRandom random = new SplittableRandom(42);
  private final Map<String, Video> videos = new HashMap<>();

  private TrainBench() {
    for (int i = 0; i < VIDEOS; i++) {
      videos.put("v" + i, video(i));
    }
  }

  public static void main(String[] args) throws IOException {
    TrustedRecords.trust();
    Arguments arguments = Arguments.of(args);
    new TrainBench()
        .run(
            number(arguments, "batch", 256),
            number(arguments, "rounds", 7),
            Duration.ofSeconds(number(arguments, "seconds", 3)),
            MergingConfig.of(
                number(arguments, "replicas", 2), number(arguments, "merge-every", 16)),
            arguments.find("json"));
  }

  private static int number(Arguments arguments, String name, int otherwise) {
    String value = arguments.find(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  private void run(
      int size, int rounds, Duration time, MergingConfig merging, @Nullable String json)
      throws IOException {
    SrmConfig config = SrmConfig.defaults();
    Catalogue catalogue = videos::get;
    List<List<TrainingExample>> batches = batches(size);
    int together = size * merging.replicas();
    List<List<TrainingExample>> large = batches(together);
    Rate learned = new Rate(rounds);
    Rate bare = new Rate(rounds);
    Rate replicated = new Rate(rounds);
    try (SrmTrainer trainer = new SrmTrainer(config, "bench", "bench");
        ReplicatedTrainer replicas = new ReplicatedTrainer(config, merging, "bench", "bench");
        BareStep network = new BareStep(config, batches.getFirst(), catalogue)) {
      System.out.println("Warming up");
      batches.forEach(batch -> trainer.scoreThenLearn(batch, catalogue));
      large.forEach(batch -> replicas.scoreThenLearn(batch, catalogue));
      Runnable learn = cycle(batches, trainer, catalogue);
      Runnable learnTogether = cycle(large, replicas, catalogue);
      Rate.perSecond(learn, time);
      Rate.perSecond(learnTogether, time);
      Rate.perSecond(network::run, time);
      for (int round = 0; round < rounds; round++) {
        learned.measure(round, size, learn, time);
        replicated.measure(round, together, learnTogether, time);
        bare.measure(round, size, network::run, time);
        System.out.printf(
            Locale.ROOT,
            "  round %d: %,.0f examples/s, %d replicas %,.0f, bare network %,.0f%n",
            round + 1,
            learned.of(round),
            merging.replicas(),
            replicated.of(round),
            bare.of(round));
      }
    }
    double share = learned.median() / bare.median();
    System.out.printf(
        Locale.ROOT,
        "batches of %d: %s; bare network in DJL %s; share %.2f%n",
        size,
        learned.text("examples/s"),
        bare.text("examples/s"),
        share);
    System.out.printf(
        Locale.ROOT,
        "%d replicas with batches of %d, merged every %d: %s, %.2f times one%n",
        merging.replicas(),
        together,
        merging.every(),
        replicated.text("examples/s"),
        replicated.median() / learned.median());
    if (json != null) {
      Files.writeString(
          Path.of(json),
          String.format(
              Locale.ROOT,
              "{\"batch\":%d,\"examplesPerSecond\":%s,\"replicas\":%d,"
                  + "\"replicatedExamplesPerSecond\":%s,\"bareExamplesPerSecond\":%s,"
                  + "\"share\":%.4f}%n",
              size,
              learned.json(),
              merging.replicas(),
              replicated.json(),
              bare.json(),
              share));
    }
  }

  private static Runnable cycle(
      List<List<TrainingExample>> batches, Trainer trainer, Catalogue catalogue) {
    int[] next = {0};
    return () -> trainer.scoreThenLearn(batches.get(next[0]++ % batches.size()), catalogue);
  }

  private List<List<TrainingExample>> batches(int size) {
    return IntStream.range(0, BATCHES).mapToObj(number -> batch(size, number)).toList();
  }

  private List<TrainingExample> batch(int size, int number) {
    List<TrainingExample> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Instant at = START.plusSeconds(60L * number).plusMillis(100L * i);
      TrainingExample example =
          TrainingExample.newBuilder()
              .setExampleId(number + "-" + i)
              .setUser("u" + random.nextInt(USERS))
              .setVideo("v" + random.nextInt(VIDEOS))
              .setSurface("main")
              .setShownAt(at)
              .setLabelledAt(at)
              .setPositives(interactions(POSITIVES, at, true))
              .setSkips(interactions(SKIPS, at, false))
              .setCounters(new UserCounters(100L, 80L, 40L, 5L, 0L))
              .setLongView(random.nextInt(3) == 0)
              .setLiked(random.nextInt(20) == 0)
              .build();
      batch.add(example);
    }
    return batch;
  }

  private List<Interaction> interactions(int count, Instant before, boolean longView) {
    List<Interaction> interactions = new ArrayList<>(count);
    for (int i = count; i > 0; i--) {
      interactions.add(
          Interaction.newBuilder()
              .setVideo("v" + random.nextInt(VIDEOS))
              .setOccurredAt(before.minusSeconds(97L * i))
              .setWatchedMillis(longView ? 20_000 : 1_000)
              .setLengthMillis(30_000)
              .setLongView(longView)
              .build());
    }
    return interactions;
  }

  private Video video(int number) {
    return Video.newBuilder()
        .setVideo("v" + number)
        .setTitle("")
        .setAuthor("author-" + random.nextInt(300))
        .setTags(List.of("tag-" + random.nextInt(100), "tag-" + random.nextInt(100)))
        .setLengthMillis(5_000 + random.nextInt(115_000))
        .setUploadedAt(START)
        .setUpdatedAt(START)
        .build();
  }
}
