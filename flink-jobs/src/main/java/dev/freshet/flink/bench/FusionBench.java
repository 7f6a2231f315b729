package dev.freshet.flink.bench;

import dev.freshet.flink.Arguments;
import dev.freshet.flink.fusion.FusedRows;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfModel;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.models.text.SentenceEncoder;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.TrustedRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Videos per second that are fused from ready vectors, one by one as the job does it; texts per
 * second that are encoded, one by one and 32 together, and the share of that in what the bare
 * network reaches on tokens that are cut already. One thread.
 *
 * <pre>
 * FusionBench [--rounds 5] [--seconds 2] [--json FILE]
 * </pre>
 *
 * <p>Vectors of 512, 128 and 384 components, fused through 128 and 64 to 32; texts of four to
 * twelve common words. All drawn with a fixed seed.
 */
public final class FusionBench {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<Modality, Integer> DIMENSIONS =
      Map.of(
          Modality.VISUAL,
          512,
          Modality.ACOUSTIC,
          128,
          Modality.TEXTUAL,
          SentenceEncoder.DIMENSION);
  private static final List<String> WORDS =
      List.of(
          "cat",
          "dog",
          "dance",
          "music",
          "cooking",
          "soup",
          "funny",
          "football",
          "travel",
          "beach",
          "how",
          "to",
          "make",
          "best",
          "day",
          "my",
          "new",
          "street",
          "mountain",
          "guitar");
  private static final int VIDEOS = 256;
  private static final int TOGETHER = 32;

  private final SplittableRandom random = new SplittableRandom(42);

  private FusionBench() {}

  public static void main(String[] args) throws IOException {
    TrustedRecords.trust();
    Arguments arguments = Arguments.of(args);
    String rounds = arguments.find("rounds");
    String seconds = arguments.find("seconds");
    String json = arguments.find("json");
    String result =
        new FusionBench()
            .run(
                rounds == null ? 5 : Integer.parseInt(rounds),
                Duration.ofSeconds(seconds == null ? 2 : Integer.parseInt(seconds)));
    if (json != null) {
      Files.writeString(Path.of(json), result);
    }
  }

  private String run(int rounds, Duration time) {
    List<Video> videos = IntStream.range(0, VIDEOS).mapToObj(this::video).toList();
    List<String> texts = IntStream.range(0, TOGETHER).mapToObj(i -> text()).toList();
    double[] fused = new double[rounds];
    double[] alone = new double[rounds];
    double[] together = new double[rounds];
    double[] bare = new double[rounds];
    ModelRelease release = release();
    try (FusedRows rows = new FusedRows();
        SentenceEncoder encoder = SentenceEncoder.load()) {
      long[][] tokens = encoder.tokens(texts);
      int[] next = {0};
      Runnable fuse = () -> rows.row(release, videos.get(next[0]++ % VIDEOS));
      Runnable encode = () -> encoder.encode(List.of(texts.get(next[0]++ % TOGETHER)));
      for (int round = -1; round < rounds; round++) { // the first warms up
        int at = Math.max(0, round);
        fused[at] = perSecond(fuse, time);
        alone[at] = perSecond(encode, time);
        together[at] = TOGETHER * perSecond(() -> encoder.encode(texts), time);
        bare[at] = TOGETHER * perSecond(() -> encoder.encodeTokens(tokens), time);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "fused from ready vectors: %,.0f videos/s [%,.0f, %,.0f]%n"
            + "text one by one: %,.0f texts/s [%,.0f, %,.0f]%n"
            + "text, 32 together: %,.0f texts/s [%,.0f, %,.0f]; bare network %,.0f [%,.0f, %,.0f];"
            + " share %.2f%n",
        median(fused),
        least(fused),
        greatest(fused),
        median(alone),
        least(alone),
        greatest(alone),
        median(together),
        least(together),
        greatest(together),
        median(bare),
        least(bare),
        greatest(bare),
        median(together) / median(bare));
    return String.format(
        Locale.ROOT,
        "{\"videosPerSecond\":%s,\"textsPerSecondAlone\":%s,\"textsPerSecondTogether\":%s,"
            + "\"textsPerSecondBare\":%s}%n",
        Arrays.toString(fused),
        Arrays.toString(alone),
        Arrays.toString(together),
        Arrays.toString(bare));
  }

  private ModelRelease release() {
    MetaMmfConfig paper = MetaMmfConfig.paper();
    MetaMmfConfig config =
        new MetaMmfConfig(
            Fusion.CANONICAL_POLYADIC,
            paper.rank(),
            MetaMmfConfig.Prediction.MATRIX_FACTORISATION,
            List.of(128, 64, 32),
            64,
            paper.metaDimension(),
            paper.inputScale(),
            paper.training(),
            paper.seed());
    ModalityVectors vectors = new ModalityVectors(4, DIMENSIONS);
    for (int video = 0; video < 4; video++) {
      for (Modality modality : Modality.values()) {
        vectors.put(video, modality, floats(DIMENSIONS.getOrDefault(modality, 0)));
      }
    }
    int[][] liked = {{0, 1, 2}};
    int[][] none = {{}};
    var split = new InteractionSplit(4, liked, none, none, new int[] {3});
    try (MetaMmfModel model = new MetaMmfModel(config, vectors, split)) {
      return MetaMmfRelease.of(model, "bench", vectors, "bench");
    }
  }

  private Video video(int number) {
    Map<String, List<Float>> modalities = new HashMap<>();
    DIMENSIONS.forEach(
        (modality, dimension) -> {
          List<Float> components = new ArrayList<>(dimension);
          for (float component : floats(dimension)) {
            components.add(component);
          }
          modalities.put(modality.id(), components);
        });
    return Video.newBuilder()
        .setVideo("v" + number)
        .setAuthor("author")
        .setLengthMillis(10_000)
        .setUploadedAt(START)
        .setUpdatedAt(START)
        .setModalities(modalities)
        .build();
  }

  private float[] floats(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  private String text() {
    List<String> words = new ArrayList<>();
    int count = 4 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }

  private static double perSecond(Runnable step, Duration time) {
    long start = System.nanoTime();
    long steps = 0;
    while (System.nanoTime() - start < time.toNanos()) {
      step.run();
      steps++;
    }
    return steps * 1e9 / (System.nanoTime() - start);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double greatest(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
