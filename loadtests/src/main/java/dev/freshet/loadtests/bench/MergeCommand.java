package dev.freshet.loadtests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.experiments.report.OutputFile;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiModel;
import dev.freshet.models.paper.cki.Splicing;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SrmConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Time that a merge of replicas takes, of the sequence model widened to a million dense parameters:
 * assessment, splicing and write-back, without the training of {@code A}.
 */
@Command(
    name = "merge",
    description = "Measures how long a merge of replicas takes.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class MergeCommand implements Callable<Integer> {

  private static final int WARM_UP = 5;
  private static final float APART = 0.01f;

  @Option(names = "--dimension", description = "Components of an embedding; 256: a million.")
  private int dimension = 256;

  @Option(names = "--replicas", description = "Replicas that are merged.", split = ",")
  private List<Integer> replicas = List.of(2, 4);

  @Option(names = "--rounds", description = "Merges that are measured.")
  private int rounds = 20;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    Map<String, Object> results = new LinkedHashMap<>();
    for (int count : replicas) {
      List<List<Parameter>> parents = parents(count);
      long size = parents.getFirst().stream().mapToLong(p -> p.values().length).sum();
      for (Splicing splicing : Splicing.values()) {
        Spread millis = measured(parents, splicing);
        System.out.printf(
            "%,d parameters, %d replicas, %s: %s ms%n", size, count, splicing, millis.text(1));
        results.put("%s-%d".formatted(splicing, count), millis.json());
      }
      results.put("parameters", size);
    }
    if (json != null) {
      OutputFile.write(json, new ObjectMapper().writeValueAsString(results));
    }
    return 0;
  }

  private Spread measured(List<List<Parameter>> parents, Splicing splicing) {
    List<Double> millis = new ArrayList<>();
    for (int round = -WARM_UP; round < rounds; round++) {
      long started = System.nanoTime();
      new CkiModel(parents, CkiConfig.defaults()).mergeFast(splicing);
      if (round >= 0) {
        millis.add((System.nanoTime() - started) / 1e6);
      }
    }
    return new Spread(millis);
  }

  /** The initial network, each time with other small steps away from it. */
  private List<List<Parameter>> parents(int count) {
    List<List<Parameter>> parents = new ArrayList<>();
    try (SrmTrainer trainer = new SrmTrainer(config(), "bench", "bench")) {
      SplittableRandom random = new SplittableRandom(1);
      for (int k = 0; k < count; k++) {
        parents.add(
            trainer.parameters().stream()
                .map(parameter -> parameter.withValues(moved(parameter.values(), random)))
                .toList());
      }
    }
    return parents;
  }

  private static float[] moved(float[] values, SplittableRandom random) {
    float[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += APART * (float) random.nextGaussian();
    }
    return moved;
  }

  private SrmConfig config() {
    return SrmConfig.fromJson(
        "{\"dimension\":%d,\"hidden\":%d,\"layers\":2}".formatted(dimension, dimension));
  }
}
