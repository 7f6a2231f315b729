package dev.freshet.models.paper.cki;

import dev.freshet.models.eval.ScoredLabels;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.net.train.TrainingStep;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.List;

/**
 * How merged parameters are judged: AUC, GAUC and log loss of a window of examples, and the ranking
 * of each user's examples as one list.
 */
public final class CkiEvaluation {

  private CkiEvaluation() {}

  /**
   * Examples as one model's rows encode them.
   *
   * @param examples in the order of the tasks
   * @param tasks together as many examples
   */
  public record Window(List<TrainingExample> examples, List<Task> tasks) {

    public Window {
      examples = List.copyOf(examples);
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * Probability of a long view of each example, by a network with these parameters.
   *
   * @return [n]; of the first head, where the network has several
   */
  public static float[] scores(Window window, List<Parameter> dense) {
    List<float[]> logits = new ArrayList<>();
    int count = 0;
    try (TrainingStep step = TrainingStep.fixed(dense)) {
      for (Task task : window.tasks()) {
        logits.add(step.evaluate(task).tensor(Loss.LOGITS).toFloats());
        count += logits.getLast().length;
      }
    }
    float[] scores = new float[window.examples().size()];
    int heads = count / scores.length;
    int at = 0;
    for (float[] ofTask : logits) {
      for (int i = 0; i < ofTask.length; i += heads) {
        scores[at++] = (float) (1 / (1 + Math.exp(-ofTask[i])));
      }
    }
    return scores;
  }

  /** The scores with users and labels. */
  public static ScoredLabels labelled(Window window, float[] scores) {
    return labelled(window.examples(), scores);
  }

  /** The scores with users and labels. */
  public static ScoredLabels labelled(List<TrainingExample> examples, float[] scores) {
    ScoredLabels labelled = new ScoredLabels();
    for (int i = 0; i < scores.length; i++) {
      labelled.add(examples.get(i).getUser(), scores[i], examples.get(i).getLongView());
    }
    return labelled;
  }

  /** AUC of the window. */
  public static double auc(Window window, List<Parameter> dense) {
    return labelled(window, scores(window, dense)).evaluation().auc();
  }
}
