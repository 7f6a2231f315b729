package dev.freshet.models.srm.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.models.ModelException;
import dev.freshet.models.rows.Adagrad;
import dev.freshet.models.rows.RowStoreConfig;
import dev.freshet.models.rows.TableConfig;
import dev.freshet.models.srm.feature.SrmTable;
import java.time.Duration;

/**
 * Hyperparameters of the sequence model.
 *
 * @param model of the sequential family
 * @param dimension components of an embedding
 * @param fusedDimension components of a video's fused vector, which stands beside the sum of its
 *     embeddings; 0 for a model that reads none
 * @param historyLength interactions {@code l} the network reads, the latest ones
 * @param layers of self-attention or of recurrent units; DIN has one
 * @param attentionHeads heads of each self-attention; divides {@link #width}
 * @param hidden units of the hidden layer that joins user and candidate, and of DIN's activation
 *     unit
 * @param linearRate Adagrad rate of first-order weights
 * @param linearSmoothing Adagrad smoothing of first-order weights
 * @param embeddingRate Adagrad rate of embeddings
 * @param embeddingSmoothing Adagrad smoothing of embeddings
 * @param embeddingScale bound of an embedding's initial components
 * @param denseRate Adam rate of the dense network
 * @param likeWeight weight of the like head in the loss
 * @param pastWeight weight in the loss of what a user did before they were first met
 * @param admission sights after which an id gets its row
 * @param idleDays days of event time after which an idle row is dropped
 * @param seed seed of every initial value
 */
public record SrmConfig(
    SequenceModel model,
    int dimension,
    int fusedDimension,
    int historyLength,
    int layers,
    int attentionHeads,
    int hidden,
    double linearRate,
    double linearSmoothing,
    double embeddingRate,
    double embeddingSmoothing,
    double embeddingScale,
    double denseRate,
    double likeWeight,
    double pastWeight,
    int admission,
    int idleDays,
    long seed) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public SrmConfig {
    requirePositive("dimension", dimension);
    requirePositive("historyLength", historyLength);
    requirePositive("layers", layers);
    requirePositive("attentionHeads", attentionHeads);
    requirePositive("hidden", hidden);
    requirePositive("linearRate", linearRate);
    requirePositive("linearSmoothing", linearSmoothing);
    requirePositive("embeddingRate", embeddingRate);
    requirePositive("embeddingSmoothing", embeddingSmoothing);
    requirePositive("denseRate", denseRate);
    requirePositive("admission", admission);
    requirePositive("idleDays", idleDays);
    if (fusedDimension < 0) {
      throw new IllegalArgumentException("fusedDimension must not be negative: " + fusedDimension);
    }
    if ((fusedDimension + dimension) % attentionHeads != 0) {
      throw new IllegalArgumentException(
          "attentionHeads must divide fusedDimension + dimension: %d, %d + %d"
              .formatted(attentionHeads, fusedDimension, dimension));
    }
    if (!(embeddingScale >= 0)) {
      throw new IllegalArgumentException("embeddingScale must not be negative: " + embeddingScale);
    }
    if (!(pastWeight >= 0)) {
      throw new IllegalArgumentException("pastWeight must not be negative: " + pastWeight);
    }
    if (!(likeWeight >= 0)) {
      throw new IllegalArgumentException("likeWeight must not be negative: " + likeWeight);
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }

  /** The values that replay and the live system use. */
  public static SrmConfig defaults() {
    return new SrmConfig(
        SequenceModel.SASREC,
        16,
        0,
        32,
        1,
        1,
        32,
        0.1,
        1.0,
        0.05,
        0.1,
        0.05,
        0.01,
        0.3,
        1.0,
        1,
        30,
        42L);
  }

  /** Components {@code d} of a video's vector: the sum of its embeddings, then its fused vector. */
  public int width() {
    return dimension + fusedDimension;
  }

  /** What is said here about the rows. */
  public RowStoreConfig rowStore() {
    return new RowStoreConfig(
        seed,
        new Adagrad((float) linearRate, (float) linearSmoothing),
        new Adagrad((float) embeddingRate, (float) embeddingSmoothing),
        Duration.ofDays(idleDays));
  }

  /** What is said here about the rows of a table. */
  public TableConfig table(SrmTable table) {
    return new TableConfig(
        table.id(),
        SrmTable.HEADS,
        switch (table.kind()) {
          case VIDEO -> dimension;
          case PLACE -> width();
          case WEIGHTS -> 0;
        },
        (float) embeddingScale,
        table == SrmTable.USER ? 1 : admission);
  }

  /** As it travels in a release. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new ModelException("writing the sequence model's configuration", e);
    }
  }

  /** These values under another model. */
  public SrmConfig with(SequenceModel other) {
    return fromJson("{\"model\":\"%s\"}".formatted(other), this);
  }

  /** These values with fused vectors of {@code components}; none where 0. */
  public SrmConfig withFused(int components) {
    return fromJson("{\"fusedDimension\":%d}".formatted(components), this);
  }

  /** These values with another seed. */
  public SrmConfig seeded(long other) {
    return fromJson("{\"seed\":%d}".formatted(other), this);
  }

  /** Reads what {@link #toJson} wrote; what is not named there is as in {@link #defaults}. */
  public static SrmConfig fromJson(String json) {
    return fromJson(json, defaults());
  }

  private static SrmConfig fromJson(String json, SrmConfig base) {
    try {
      ObjectNode all = JSON.valueToTree(base);
      JsonNode given = JSON.readTree(json);
      if (!(given instanceof ObjectNode named)) {
        throw new ModelException("the sequence model's configuration is no JSON object: " + json);
      }
      return JSON.treeToValue(all.setAll(named), SrmConfig.class);
    } catch (JsonProcessingException e) {
      throw new ModelException("reading the sequence model's configuration " + json, e);
    }
  }
}
