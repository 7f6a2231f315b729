package dev.freshet.models.paper.metammf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.models.ModelException;
import java.util.List;

/**
 * Hyperparameters of MetaMMF.
 *
 * @param fusion how modalities become one vector
 * @param rank canonical polyadic rank {@code R}; of that arm and the scalar gate alone
 * @param prediction how user and video vectors become a score
 * @param widths output sizes {@code d_1, …, d_N} of the fusion layers; the last is the fused vector
 *     of a video's vector and as wide as its id half
 * @param metaHidden hidden units of the meta information extractor; 0 for as many as inputs
 * @param metaDimension components {@code s} of the meta vector
 * @param inputScale root mean square of a standardised input: how much a fused vector weighs beside
 *     the id half at first
 * @param training how the weights are found
 * @param seed of initial values, order, negatives and dropout
 */
public record MetaMmfConfig(
    Fusion fusion,
    int rank,
    Prediction prediction,
    List<Integer> widths,
    int metaHidden,
    int metaDimension,
    double inputScale,
    Training training,
    long seed) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a user's and a video's vector become a score. */
  public enum Prediction {
    /** Their dot product. */
    MATRIX_FACTORISATION,
    /** The dot product of what two GraphSAGE layers make of them. */
    GRAPH_SAGE
  }

  /**
   * How the weights are found.
   *
   * @param learningRate Adam's
   * @param weightDecay {@code λ} of the L2 term
   * @param batch triples of a step
   * @param negatives drawn for each positive in an epoch
   * @param epochs the most there are
   * @param patience epochs without a better validation NDCG@10 after which training stops
   */
  public record Training(
      double learningRate, double weightDecay, int batch, int negatives, int epochs, int patience) {

    public Training {
      if (!(weightDecay >= 0)) {
        throw new IllegalArgumentException("weightDecay must not be negative: " + weightDecay);
      }
      requirePositive("learningRate", learningRate);
      requirePositive("batch", batch);
      requirePositive("negatives", negatives);
      requirePositive("epochs", epochs);
      requirePositive("patience", patience);
    }
  }

  public MetaMmfConfig {
    widths = List.copyOf(widths);
    if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException("widths must be positive: " + widths);
    }
    if (metaHidden < 0) {
      throw new IllegalArgumentException("metaHidden must not be negative: " + metaHidden);
    }
    requirePositive("metaDimension", metaDimension);
    requirePositive("rank", rank);
    requirePositive("inputScale", inputScale);
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }

  /** The released values, with which the paper trains on MovieLens. */
  public static MetaMmfConfig paper() {
    return new MetaMmfConfig(
        Fusion.CANONICAL_POLYADIC,
        16,
        Prediction.GRAPH_SAGE,
        List.of(1024, 512, 256, 32),
        0,
        5,
        1,
        new Training(1e-3, 1e-6, 3_000, 5, 60, 60),
        42L);
  }

  /**
   * What the stream learns from the latest long views; chosen on planted catalogues.
   *
   * @param components of a fused vector
   */
  public static MetaMmfConfig streamed(int components, long seed) {
    return new MetaMmfConfig(
        Fusion.CANONICAL_POLYADIC,
        16,
        Prediction.MATRIX_FACTORISATION,
        List.of(64, components),
        32,
        5,
        1,
        new Training(0.003, 1e-4, 2_048, 1, 40, 4),
        seed);
  }

  /** Components of the fused vector, and of the id half. */
  public int fusedDimension() {
    return widths.getLast();
  }

  /** Components of a user's and of a video's vector. */
  public int dimension() {
    return 2 * fusedDimension();
  }

  /** The same with another arm. */
  public MetaMmfConfig withFusion(Fusion other, int otherRank) {
    return new MetaMmfConfig(
        other,
        otherRank,
        prediction,
        widths,
        metaHidden,
        metaDimension,
        inputScale,
        training,
        seed);
  }

  /** The same with other widths. */
  public MetaMmfConfig withWidths(List<Integer> others) {
    return new MetaMmfConfig(
        fusion, rank, prediction, others, metaHidden, metaDimension, inputScale, training, seed);
  }

  /** The same with another way to predict. */
  public MetaMmfConfig withPrediction(Prediction other) {
    return new MetaMmfConfig(
        fusion, rank, other, widths, metaHidden, metaDimension, inputScale, training, seed);
  }

  /** The same with another seed. */
  public MetaMmfConfig withSeed(long other) {
    return new MetaMmfConfig(
        fusion, rank, prediction, widths, metaHidden, metaDimension, inputScale, training, other);
  }

  /** As it travels in a release. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new ModelException("metammf: writing the configuration", e);
    }
  }

  /** Reads what {@link #toJson} wrote. */
  public static MetaMmfConfig fromJson(String json) {
    try {
      return JSON.readValue(json, MetaMmfConfig.class);
    } catch (JsonProcessingException e) {
      throw new ModelException("metammf: reading the configuration " + json, e);
    }
  }
}
