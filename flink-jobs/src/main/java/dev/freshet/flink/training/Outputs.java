package dev.freshet.flink.training;

import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ModelRelease;
import org.apache.flink.util.OutputTag;

/** What leaves the training operator beside the scored examples. */
final class Outputs {

  static final OutputTag<Upsert<EmbeddingRow>> ROWS =
      new OutputTag<>("embedding-rows", SerializedBy.upsert(EmbeddingRow.class));

  static final OutputTag<Upsert<ModelRelease>> RELEASES =
      new OutputTag<>("model-releases", SerializedBy.upsert(ModelRelease.class));

  static final OutputTag<Upsert<ModelEvaluation>> EVALUATIONS =
      new OutputTag<>("model-evaluations", SerializedBy.upsert(ModelEvaluation.class));

  private Outputs() {}
}
