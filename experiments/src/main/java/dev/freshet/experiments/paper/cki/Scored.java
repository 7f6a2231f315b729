package dev.freshet.experiments.paper.cki;

import dev.freshet.models.eval.Evaluation;
import dev.freshet.models.eval.ScoredLabels;
import dev.freshet.models.paper.cki.CkiEvaluation;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.List;

/**
 * One arm's scores of one window.
 *
 * @param scores [n]
 * @param labels the same with users and labels
 * @param ndcg NDCG@10 of each user with both classes
 */
@SuppressWarnings("ArrayRecordComponent") // columns, never compared
record Scored(float[] scores, ScoredLabels labels, double[] ndcg) {

  static Scored of(List<TrainingExample> examples, float[] scores) {
    return new Scored(
        scores, CkiEvaluation.labelled(examples, scores), CkiEvaluation.ndcg(examples, scores));
  }

  Evaluation evaluation() {
    return labels.evaluation();
  }

  double meanNdcg() {
    double sum = 0;
    for (double value : ndcg) {
      sum += value;
    }
    return ndcg.length == 0 ? Double.NaN : sum / ndcg.length;
  }
}
