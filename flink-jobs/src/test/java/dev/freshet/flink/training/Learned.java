package dev.freshet.flink.training;

import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.watermark.Watermark;

/** What a run has made, in the order of the examples, and what serving ends up with. */
final class Learned {
  private final Map<String, ScoredExample> scored = new TreeMap<>();
  private final Map<String, EmbeddingRow> rows = new TreeMap<>();
  private final Map<String, Object> networks = new TreeMap<>();

  /** Of a run that is not interrupted. */
  static Learned from(List<TrainingExample> examples) throws Exception {
    Learned learned = new Learned();
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.catalogue();
      for (TrainingExample example : examples) {
        training.example(example);
      }
      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());
      learned.add(training);
    }
    return learned;
  }

  void add(TrainingHarness training) {
    training.extractOutputValues().forEach(upsert -> scored.put(upsert.key(), upsert.required()));
    rows.putAll(training.latest(Outputs.ROWS));
    training
        .latest(Outputs.RELEASES)
        .forEach((model, release) -> networks.put(model, release.getNetwork()));
  }

  @Override
  public boolean equals(Object obj) {
    return obj instanceof Learned other
        && scored.equals(other.scored)
        && rows.equals(other.rows)
        && networks.equals(other.networks);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  @Override
  public String toString() {
    return rows + " " + networks + " " + scored.values();
  }
}
