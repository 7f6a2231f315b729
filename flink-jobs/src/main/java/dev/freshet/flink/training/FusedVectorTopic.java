package dev.freshet.flink.training;

import dev.freshet.flink.catalogue.FusedVectors;
import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.Check;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.topic.Topics;
import org.jspecify.annotations.Nullable;

/** The fused vectors among {@code embedding-rows}, as the training job reads them. */
final class FusedVectorTopic {

  /**
   * A new fusion rewrites the vectors of all videos, each with the time of its video's version. An
   * event time that waited for them would stand still for as long as that takes.
   */
  private static final Progress PROGRESS = new Progress.NotAwaited();

  private FusedVectorTopic() {}

  /**
   * A reader of the halves.
   *
   * @param components of each
   */
  static TopicReader<EmbeddingRow> reader(int components) {
    return new TopicReader<>(
        Topics.EMBEDDING_ROWS,
        "fused-vectors",
        FusedVectors::isKey,
        EmbeddingRow.class,
        EmbeddingRow::getStep, // of a fused vector: the time of the video's version
        new Fitting(components),
        PROGRESS);
  }

  /**
   * What the model can take.
   *
   * @param components of a half
   */
  record Fitting(int components) implements Check<EmbeddingRow> {

    @Override
    public @Nullable String problem(Received<EmbeddingRow> record) {
      EmbeddingRow row = record.value();
      if (row == null) {
        return null;
      }
      float[] vector = FloatBytes.toArray(row.getVector());
      if (vector.length != components) {
        return "a fused vector must have %d components, not %d"
            .formatted(components, vector.length);
      }
      for (float component : vector) {
        if (!Float.isFinite(component)) {
          return "a fused vector must hold finite numbers only";
        }
      }
      return null;
    }
  }
}
