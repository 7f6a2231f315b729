package dev.freshet.models.paper.cki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CkiEvaluationTest {

  @BeforeAll
  static void trust() {
    TrustedRecords.trust();
  }

  @Test
  void scoresEachExampleByTheFirstHead() {
    Window window =
        new Window(
            List.of(example("a", "v", true), example("b", "v", false)),
            List.of(
                new Task(
                    CkiEvaluationTest::loss,
                    new Tensors<HostTensor>()
                        .put("x", new HostTensor.Floats(new float[] {1, -1}, 2, 1)))));
    List<Parameter> dense = List.of(new Parameter("w", new float[] {2, 50}, 1, 2));

    // σ(2) and σ(-2)
    assertThat(CkiEvaluation.scores(window, dense))
        .containsExactly(new float[] {0.8808f, 0.1192f}, within(1e-4f));
    assertThat(CkiEvaluation.auc(window, dense)).isEqualTo(1);
  }

  private static <T> Tensors<T> loss(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return new Tensors<T>()
        .put(Loss.LOGITS, ops.matmul(inputs.tensor("x"), parameters.tensor("w")));
  }

  private static TrainingExample example(String user, String video, boolean longView) {
    return TrainingExample.newBuilder()
        .setExampleId(user + video)
        .setUser(user)
        .setVideo(video)
        .setSurface("main")
        .setShownAt(Instant.EPOCH)
        .setLabelledAt(Instant.EPOCH)
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(longView)
        .setLiked(false)
        .build();
  }
}
