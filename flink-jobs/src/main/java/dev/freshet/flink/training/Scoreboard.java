package dev.freshet.flink.training;

import dev.freshet.models.eval.Evaluation;
import dev.freshet.models.eval.ProgressiveEvaluation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;

/** How well each model scored the examples that it had not learned from yet. */
final class Scoreboard {

  private final int window;
  private final Map<String, ProgressiveEvaluation> evaluations = new LinkedHashMap<>();
  private long savedAt = -1;

  /** Looks back on the last {@code window} examples of each of {@code models}. */
  Scoreboard(int window, List<String> models) {
    this.window = window;
    models.forEach(model -> evaluations.put(model, new ProgressiveEvaluation(window)));
  }

  /** Goes on where it was; a window that has another size now starts empty. */
  void restore(MapState<String, byte[]> saved) throws Exception {
    for (Map.Entry<String, ProgressiveEvaluation> evaluation : evaluations.entrySet()) {
      byte[] bytes = saved.get(window + "/" + evaluation.getKey());
      if (bytes != null) {
        evaluation.setValue(ProgressiveEvaluation.restored(window, bytes));
      }
    }
    savedAt = added();
  }

  void add(String model, String user, float score, boolean longView) {
    of(model).add(user, score, longView);
  }

  Evaluation evaluation(String model) {
    return of(model).evaluation();
  }

  /** Number of examples ever scored. */
  long added() {
    return evaluations.values().stream().mapToLong(ProgressiveEvaluation::added).max().orElse(0);
  }

  void flush(MapState<String, byte[]> saved) throws Exception {
    if (added() == savedAt) {
      return;
    }
    Map<String, byte[]> all = new HashMap<>();
    evaluations.forEach((model, evaluation) -> all.put(window + "/" + model, evaluation.save()));
    saved.putAll(all);
    savedAt = added();
  }

  private ProgressiveEvaluation of(String model) {
    ProgressiveEvaluation evaluation = evaluations.get(model);
    if (evaluation == null) {
      throw new IllegalArgumentException("no such model: " + model);
    }
    return evaluation;
  }
}
