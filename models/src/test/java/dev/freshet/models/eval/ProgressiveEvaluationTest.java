package dev.freshet.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProgressiveEvaluationTest {

  @Test
  void forgetsTheOldestExamples() {
    ProgressiveEvaluation evaluation = new ProgressiveEvaluation(3);
    evaluation.add("alice", .1f, true);
    evaluation.add("alice", .9f, false);
    evaluation.add("alice", .8f, true);

    evaluation.add("alice", .2f, false);

    // left: negative .9, positive .8, negative .2
    assertThat(evaluation.evaluation().auc()).isEqualTo(0.5);
    assertThat(evaluation.evaluation().examples()).isEqualTo(3);
    assertThat(evaluation.added()).isEqualTo(4);
  }

  @Test
  void isNotANumberBeforeTheFirstExample() {
    Evaluation evaluation = new ProgressiveEvaluation(10).evaluation();

    assertThat(evaluation).isEqualTo(new Evaluation(0, Double.NaN, Double.NaN, Double.NaN));
  }

  @Test
  void goesOnWithTheSameBitsAfterARestore() {
    SplittableRandom random = new SplittableRandom(1);
    ProgressiveEvaluation kept = new ProgressiveEvaluation(50);
    ProgressiveEvaluation restored = new ProgressiveEvaluation(50);

    for (int i = 0; i < 175; i++) {
      String user = "u" + random.nextInt(10);
      float score = (float) random.nextDouble();
      boolean positive = random.nextBoolean();
      kept.add(user, score, positive);
      restored = ProgressiveEvaluation.restored(50, restored.save());
      restored.add(user, score, positive);
    }

    assertThat(restored.evaluation()).isEqualTo(kept.evaluation());
    assertThat(restored.save()).isEqualTo(kept.save());
  }

  @Test
  void refusesBytesOfAnotherWindow() {
    ProgressiveEvaluation three = new ProgressiveEvaluation(3);
    for (int i = 0; i < 3; i++) {
      three.add("alice", .1f, true);
    }

    assertThatThrownBy(() -> ProgressiveEvaluation.restored(2, three.save()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProgressiveEvaluation.restored(2, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ProgressiveEvaluation(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
