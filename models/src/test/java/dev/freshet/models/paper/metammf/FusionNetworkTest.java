package dev.freshet.models.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.net.train.TrainingStep;
import dev.freshet.schemas.event.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FusionNetworkTest {
  private static final int VIDEOS = 9;
  private final SplittableRandom random = new SplittableRandom(11);

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void evaluatesAWholeBatchAsBuildingEachVideosWeightsWould(Fusion fusion) {
    MetaMmfConfig config = TinyFeed.config(fusion);
    ModalityVectors vectors = TinyFeed.random(VIDEOS, 1);
    FusionNetwork network = new FusionNetwork(config, TinyFeed.DIMENSIONS);
    List<Parameter> parameters = disturbed(network);
    List<Parameter> statistics = Standardisation.of(vectors, new int[] {0, 2, 3, 5, 6, 8}, 1);

    float[] fused = fused(network, parameters, statistics, vectors);

    Tensors<float[]> w = new Tensors<>();
    parameters.forEach(p -> w.put(p.name(), p.values()));
    statistics.forEach(p -> w.put(p.name(), p.values()));
    for (int video = 0; video < VIDEOS; video++) {
      double[] expected = naive(config, w, input(vectors, w, video));
      for (int c = 0; c < expected.length; c++) {
        assertThat(fused[video * expected.length + c])
            .isCloseTo((float) expected[c], within(1e-5f));
      }
    }
  }

  /** Builds the weights {@code W + Σ_k m[k] T[k]} of one video and multiplies, loop by loop. */
  private static double[] naive(MetaMmfConfig config, Tensors<float[]> w, double[] x) {
    int s = config.metaDimension();
    double[] meta = new double[s];
    if (config.fusion().usesMeta()) {
      int hidden = config.metaHidden();
      for (int k = 0; k < s; k++) {
        meta[k] = w.tensor("meta/1/bias")[k];
        for (int h = 0; h < hidden; h++) {
          double unit = w.tensor("meta/0/bias")[h];
          for (int p = 0; p < x.length; p++) {
            unit += x[p] * w.tensor("meta/0/weight")[p * hidden + h];
          }
          meta[k] += Math.max(0, unit) * w.tensor("meta/1/weight")[h * s + k];
        }
        meta[k] *= 0.1;
      }
    }
    boolean joins = config.fusion().byModality();
    double[] in = joins ? joined(config, w, x) : x;
    for (int layer = joins ? 2 : 1; layer <= config.widths().size(); layer++) {
      int out = config.widths().get(layer - 1);
      double[] y = new double[out];
      for (int q = 0; q < out; q++) {
        for (int p = 0; p < in.length; p++) {
          double weight = w.tensor("W" + layer)[p * out + q];
          for (int k = 0; k < s; k++) {
            weight += meta[k] * slice(config, w, layer, k, p, q, out);
          }
          y[q] += in[p] * weight;
        }
        if (layer < config.widths().size() && y[q] < 0) {
          y[q] *= 0.01;
        }
      }
      in = y;
    }
    return in;
  }

  /** Each modality through a layer of its own, activated; then their sum, with their shares. */
  private static double[] joined(MetaMmfConfig config, Tensors<float[]> w, double[] x) {
    int out = config.widths().getFirst();
    double[][] own = new double[Modality.values().length][out];
    int start = 0;
    for (Modality modality : Modality.values()) {
      int d = TinyFeed.DIMENSIONS.getOrDefault(modality, 0);
      for (int q = 0; q < out; q++) {
        double y = 0;
        for (int p = 0; p < d; p++) {
          y += x[start + p] * w.tensor(modality.id() + ".W")[p * out + q];
        }
        own[modality.index()][q] = y < 0 ? 0.01 * y : y;
      }
      start += d;
    }
    double[] shares = shares(config.fusion(), w, own);
    double[] sum = new double[out];
    for (int m = 0; m < own.length; m++) {
      for (int q = 0; q < out; q++) {
        sum[q] += shares[m] * own[m][q];
      }
    }
    return sum;
  }

  private static double[] shares(Fusion fusion, Tensors<float[]> w, double[][] own) {
    double[] shares = new double[own.length];
    double all = 0;
    for (int m = 0; m < own.length; m++) {
      double score = 0;
      if (fusion == Fusion.SOFTMAX_ATTENTION) {
        score = w.tensor("attention")[m];
      } else if (fusion == Fusion.VIDEO_ATTENTION) {
        for (int q = 0; q < own[m].length; q++) {
          score += own[m][q] * w.tensor("attention")[q];
        }
      }
      shares[m] = Math.exp(score);
      all += shares[m];
    }
    for (int m = 0; m < shares.length; m++) {
      shares[m] = fusion == Fusion.SUM ? 1 : shares[m] / all;
    }
    return shares;
  }

  private static double slice(
      MetaMmfConfig config, Tensors<float[]> w, int layer, int k, int p, int q, int out) {
    int s = config.metaDimension();
    int rank = config.rank();
    double sum = 0;
    switch (config.fusion()) {
      case FULL_TENSOR -> sum = w.tensor("T" + layer)[p * s * out + k * out + q];
      case CANONICAL_POLYADIC, SCALAR_GATE -> {
        for (int r = 0; r < rank; r++) {
          double c =
              config.fusion() == Fusion.SCALAR_GATE
                  ? w.tensor("C" + layer)[k]
                  : w.tensor("C" + layer)[k * rank + r];
          sum += c * w.tensor("A" + layer)[p * rank + r] * w.tensor("B" + layer)[r * out + q];
        }
      }
      case SUM, MEAN, SOFTMAX_ATTENTION, VIDEO_ATTENTION, CONCAT -> sum = 0;
    }
    return sum;
  }

  /** The standardised modalities side by side; zeros where one is missing. */
  private static double[] input(ModalityVectors vectors, Tensors<float[]> w, int video) {
    List<Double> x = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      int d = vectors.dimension(modality);
      for (int c = 0; c < d; c++) {
        double centred =
            vectors.of(modality)[video * d + c] - w.tensor(Standardisation.mean(modality))[c];
        double scaled = centred * w.tensor(Standardisation.scale(modality))[0];
        x.add(vectors.has(video, modality) ? scaled : 0);
      }
    }
    return x.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void computesTheSameInOnnxAsInDjl(Fusion fusion) {
    ModalityVectors vectors = TinyFeed.random(40, 2);
    int[][] one = {{0, 1, 2}};
    int[][] none = {{}};
    var split = new InteractionSplit(40, one, none, none, new int[] {4});
    try (MetaMmfModel model = new MetaMmfModel(TinyFeed.config(fusion), vectors, split)) {
      model.epoch();

      float[] trained = model.fused(vectors);

      try (MetaMmfFuser fuser =
          new MetaMmfFuser(model.export(), TinyFeed.DIMENSIONS, OnnxRuntime.cpu())) {
        assertThat(fuser.dimension()).isEqualTo(4);
        assertThat(fuser.fuse(vectors)).containsExactly(trained, within(1e-5f));
      }
    }
  }

  @Test
  void startsAsTheStaticNetworkWhateverTheVideo() {
    ModalityVectors vectors = TinyFeed.random(VIDEOS, 3);

    float[] dynamic = fusedAtFirst(Fusion.CANONICAL_POLYADIC, vectors);
    float[] full = fusedAtFirst(Fusion.FULL_TENSOR, vectors);

    assertThat(dynamic).containsExactly(fusedAtFirst(Fusion.CONCAT, vectors));
    assertThat(full).containsExactly(fusedAtFirst(Fusion.CONCAT, vectors));
  }

  private static float[] fusedAtFirst(Fusion fusion, ModalityVectors vectors) {
    FusionNetwork network = new FusionNetwork(TinyFeed.config(fusion), TinyFeed.DIMENSIONS);
    List<Parameter> statistics = Standardisation.of(vectors, new int[] {0, 2}, 1);
    return fused(network, network.initialise(1), statistics, vectors);
  }

  private static float[] fused(
      FusionNetwork network,
      List<Parameter> parameters,
      List<Parameter> statistics,
      ModalityVectors vectors) {
    List<Parameter> all = Stream.concat(parameters.stream(), statistics.stream()).toList();
    try (TrainingStep step = new TrainingStep(List.of(), all, 1, 0)) {
      return step.run(network, vectors.tensors()).tensor(FusionNetwork.FUSED).toFloats();
    }
  }

  @Test
  void countsTheWeightsOfTheGeneratorAsTheFormulasDo() {
    Map<Modality, Integer> inputs =
        Map.of(Modality.VISUAL, 128, Modality.ACOUSTIC, 64, Modality.TEXTUAL, 64);
    MetaMmfConfig config = MetaMmfConfig.paper().withWidths(List.of(128, 64, 32)); // s = 5, R = 16

    // s Σ in·out = 5 (256·128 + 128·64 + 64·32); R Σ (in + out + s) = 16 (389 + 197 + 101)
    assertThat(new FusionNetwork(config.withFusion(Fusion.FULL_TENSOR, 1), inputs).generatorSize())
        .isEqualTo(215_040);
    assertThat(new FusionNetwork(config, inputs).generatorSize()).isEqualTo(10_992);
    assertThat(new FusionNetwork(config.withFusion(Fusion.CONCAT, 1), inputs).generatorSize())
        .isZero();
  }

  @Test
  void givesEveryModalityTheSameShareWhateverItsDimensionAndUnit() {
    ModalityVectors vectors = new ModalityVectors(2, TinyFeed.DIMENSIONS);
    vectors.put(0, Modality.VISUAL, new float[] {1_000, 0, 0, 0});
    vectors.put(1, Modality.VISUAL, new float[] {3_000, 0, 0, 0});
    vectors.put(0, Modality.ACOUSTIC, new float[] {1, 5, 5});

    List<Parameter> statistics = Standardisation.of(vectors, new int[] {0, 1}, 1);

    // off by ±1000 each: squares 2e6; a share is 12 / 3 = 4 of each video, so √(2 · 4 / 2e6) = 2e-3
    assertThat(statistics.get(0).values()).containsExactly(2_000, 0, 0, 0);
    assertThat(statistics.get(1).values()).containsExactly(2e-3f);
    assertThat(statistics.get(2).values()).containsExactly(1, 5, 5);
    assertThat(statistics.get(3).values()).containsExactly(0); // it never varies
    assertThat(statistics.get(5).values()).containsExactly(0); // nobody has it
  }

  private List<Parameter> disturbed(FusionNetwork network) {
    List<Parameter> parameters = network.initialise(1);
    for (Parameter parameter : parameters) {
      float[] values = parameter.values();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.6 * random.nextDouble() - 0.3);
      }
    }
    return parameters;
  }
}
