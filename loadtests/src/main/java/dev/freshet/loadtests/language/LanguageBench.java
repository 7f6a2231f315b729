package dev.freshet.loadtests.language;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.experiments.report.OutputFile;
import dev.freshet.models.language.CausalModel;
import dev.freshet.models.language.Decoder;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.language.Rotary;
import dev.freshet.models.language.load.Checkpoint;
import dev.freshet.models.language.load.Llama2cFile;
import dev.freshet.models.net.onnx.ExecutionProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What language models cost on one core, each figure beside the naive way in the same run: it
 * decides how many lists and answers a node can make.
 */
@Command(
    name = "language",
    description = "Measures language models beside the naive way.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class LanguageBench implements Callable<Integer> {
  /** Above this many weights the naive way is measured in part. */
  private static final long LARGE = 10_000_000;

  private static final int SAMPLE = 5;
  private static final String STORIES = "stories260k";

  private static final Map<String, DecoderConfig> SHAPES =
      Map.of(
          "smollm2-135m",
          new DecoderConfig(
              49_152,
              576,
              30,
              9,
              3,
              64,
              1536,
              8192,
              1e-5f,
              new Rotary(1e5, null),
              Variant.LLAMA,
              true),
          "qwen2.5-0.5b",
          new DecoderConfig(
              151_936,
              896,
              24,
              14,
              2,
              64,
              4864,
              32_768,
              1e-6f,
              new Rotary(1e6, null),
              Variant.QWEN2,
              true));

  @Option(
      names = "--models",
      split = ",",
      description = "stories260k, or random weights of the shape of smollm2-135m or qwen2.5-0.5b.")
  private List<String> models = List.of(STORIES, "smollm2-135m");

  @Option(names = "--stories", description = "Folder of stories260K.")
  private Path stories = Path.of("../shared/data/stories260k");

  @Option(names = "--rounds", description = "Rounds of small models; large ones have 2.")
  private int rounds = 5;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  private final Map<String, Object> results = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    for (String name : models) {
      Checkpoint checkpoint = checkpoint(name);
      if (checkpoint == null) {
        System.out.printf("%s: %s is missing%n", name, stories);
        continue;
      }
      long weights = checkpoint.parameters().stream().mapToLong(each -> each.values().length).sum();
      System.out.printf(Locale.ROOT, "%s: %,d weights%n", name, weights);
      try (CausalModel model =
          CausalModel.of(
              name, checkpoint.config(), checkpoint.parameters(), ExecutionProvider.CPU, 0)) {
        checkpoint = null; // the model has copies
        measure(name, model, weights > LARGE);
      }
    }
    if (json != null) {
      OutputFile.write(json, new ObjectMapper().writeValueAsString(results));
    }
    return 0;
  }

  private @Nullable Checkpoint checkpoint(String name) {
    if (name.equals(STORIES)) {
      Path file = stories.resolve("stories260K.bin");
      return Files.exists(file) ? Llama2cFile.read(file) : null;
    }
    DecoderConfig config = SHAPES.get(name);
    if (config == null) {
      throw new IllegalArgumentException(
          "the model must be %s or one of %s: %s".formatted(STORIES, SHAPES.keySet(), name));
    }
    return new Checkpoint(config, new Decoder(config).initialise(1));
  }

  private void measure(String name, CausalModel model, boolean large) {
    Workload work = new Workload(model);
    int tokens = large ? 32 : 200;
    int naive = large ? 16 : 200;
    double cached = least(large, () -> work.decode(tokens)) / tokens;
    double whole = least(large, () -> work.decodeNaively(naive)) / naive;
    print(name, "decode, tokens/s", 1 / cached, 1 / whole, whole / cached);
    double prefill = least(large, work::prefill);
    print(name, "prefill of 200, ms", prefill * 1e3, prefill * 1e3, 1);
    int sample = large ? SAMPLE : Workload.SUFFIXES;
    ratio(
        name,
        "200 + 50 x 4, ms",
        least(large, work::suffixes),
        least(large, () -> work.suffixesNaively(sample)));
    for (int width : new int[] {10, 50}) {
      ratio(
          name,
          "beams of %d over 4 levels behind 200, ms".formatted(width),
          least(large, () -> work.beams(width)),
          least(large, () -> work.beamsNaively(width, sample)));
    }
  }

  /** The least of some rounds: other work on the machine only adds. */
  private double least(boolean large, DoubleSupplier seconds) {
    return DoubleStream.generate(seconds).limit(large ? 2 : rounds + 1L).min().orElseThrow();
  }

  private void ratio(String name, String what, double shared, double naive) {
    print(name, what, shared * 1e3, naive * 1e3, naive / shared);
  }

  private void print(String name, String what, double shared, double naive, double ratio) {
    System.out.printf(
        Locale.ROOT, "  %-42s %,10.1f  naive %,10.1f  %5.1fx%n", what, shared, naive, ratio);
    results.put(name + ": " + what, Map.of("shared", shared, "naive", naive, "ratio", ratio));
  }
}
