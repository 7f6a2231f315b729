package dev.freshet.experiments.paper.metammf;

import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation.Outcome;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.models.paper.metammf.RankedUsers;

/**
 * One arm trained with one seed.
 *
 * @param test how the best epoch ranks the test part
 * @param outcome the training; its model is closed
 * @param weights trained weights of the fusion
 */
record ArmRun(RankedUsers test, Outcome outcome, long weights) {

  static ArmRun of(Arm arm, long seed, ModalityVectors vectors, InteractionSplit split) {
    Outcome outcome =
        MetaMmfEvaluation.train(arm.config().withSeed(seed), vectors, split, (epoch, ndcg) -> {});
    try (var model = outcome.model()) {
      RankedUsers test = MetaMmfEvaluation.rank(outcome.vectors(), split, split.test());
      return new ArmRun(test, outcome, model.fusionSize());
    }
  }

  double[] recall() {
    return test.recall(10);
  }

  double[] ndcg() {
    return test.ndcg(10);
  }
}
