package dev.freshet.flink.bench;

import dev.freshet.flink.Arguments;
import dev.freshet.flink.fusion.FusedRows;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.DrawnFusion;
import dev.freshet.models.text.SentenceEncoder;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.TrustedRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
 * <p>What is fused is a {@link DrawnFusion}.
 */
public final class FusionBench {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int VIDEOS = 256;
  private static final int TOGETHER = 32;

  private final DrawnFusion drawn = new DrawnFusion();

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
    List<Video> videos =
        IntStream.range(0, VIDEOS).mapToObj(i -> drawn.video("v" + i, true, START)).toList();
    List<String> texts = IntStream.range(0, TOGETHER).mapToObj(i -> drawn.title()).toList();
    ModelRelease release = drawn.release("bench");
    Rate fused = new Rate(rounds);
    Rate alone = new Rate(rounds);
    Rate together = new Rate(rounds);
    Rate bare = new Rate(rounds);
    try (FusedRows rows = new FusedRows(OnnxRuntime.cpu());
        SentenceEncoder encoder = SentenceEncoder.load(OnnxRuntime.cpu())) {
      long[][] tokens = encoder.tokens(texts);
      int[] next = {0};
      Runnable fuse = () -> rows.row(release, videos.get(next[0]++ % VIDEOS));
      Runnable encode = () -> encoder.encode(List.of(texts.get(next[0]++ % TOGETHER)));
      for (int round = -1; round < rounds; round++) { // the first warms up
        int at = Math.max(0, round);
        fused.measure(at, 1, fuse, time);
        alone.measure(at, 1, encode, time);
        together.measure(at, TOGETHER, () -> encoder.encode(texts), time);
        bare.measure(at, TOGETHER, () -> encoder.encodeTokens(tokens), time);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "fused from ready vectors: %s%ntext one by one: %s%n"
            + "text, %d together: %s; bare network %s; share %.2f%n",
        fused.text("videos/s"),
        alone.text("texts/s"),
        TOGETHER,
        together.text("texts/s"),
        bare.text("texts/s"),
        together.median() / bare.median());
    return String.format(
        Locale.ROOT,
        "{\"videosPerSecond\":%s,\"textsPerSecondAlone\":%s,\"textsPerSecondTogether\":%s,"
            + "\"textsPerSecondBare\":%s}%n",
        fused.json(),
        alone.json(),
        together.json(),
        bare.json());
  }
}
