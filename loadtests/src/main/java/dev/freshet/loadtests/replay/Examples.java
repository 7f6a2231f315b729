package dev.freshet.loadtests.replay;

import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.eval.ProgressiveEvaluation;
import dev.freshet.schemas.feature.ScoredExample;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The scored examples of a replay, each once. Repeats come after a restart of the jobs; they must
 * carry the same scores, bit for bit.
 */
final class Examples {

  private static final int RECENT = 20_000;

  private final Map<String, Example> byId = new HashMap<>();
  private final Map<String, String> users = new HashMap<>();
  private final Map<String, ProgressiveEvaluation> recent = new LinkedHashMap<>();
  private List<String> models = List.of();
  private long repeats;

  @SuppressWarnings("ArrayRecordComponent") // [models], never compared as a whole
  private record Example(
      String id, String user, long labelledAt, boolean longView, float[] scores) {}

  /**
   * Takes a scored example.
   *
   * @throws ReplayException if it contradicts an earlier one
   */
  void add(ScoredExample scored) {
    if (models.isEmpty()) {
      models = List.copyOf(new TreeSet<>(scored.getScores().keySet()));
      models.forEach(model -> recent.put(model, new ProgressiveEvaluation(RECENT)));
    }
    Example example = example(scored);
    Example known = byId.putIfAbsent(example.id(), example);
    if (known == null) {
      for (int model = 0; model < models.size(); model++) {
        evaluation(model).add(example.user(), example.scores()[model], example.longView());
      }
      return;
    }
    repeats++;
    if (!Arrays.equals(known.scores(), example.scores())
        || known.longView() != example.longView()) {
      throw new ReplayException(
          "example %s was scored %s and later %s: the run is not repeatable"
              .formatted(
                  example.id(),
                  Arrays.toString(known.scores()),
                  Arrays.toString(example.scores())));
    }
  }

  private Example example(ScoredExample scored) {
    float[] scores = new float[models.size()];
    for (int model = 0; model < scores.length; model++) {
      Float score = scored.getScores().get(models.get(model));
      if (score == null || scored.getScores().size() != scores.length) {
        throw new ReplayException(
            "example %s was scored by %s, earlier ones by %s"
                .formatted(scored.getExampleId(), scored.getScores().keySet(), models));
      }
      scores[model] = score;
    }
    return new Example(
        scored.getExampleId(),
        users.computeIfAbsent(scored.getUser(), user -> user),
        scored.getLabelledAt().toEpochMilli(),
        scored.getLongView(),
        scores);
  }

  private ProgressiveEvaluation evaluation(int model) {
    ProgressiveEvaluation evaluation = recent.get(models.get(model));
    if (evaluation == null) {
      throw new IllegalStateException("no evaluation of " + models.get(model));
    }
    return evaluation;
  }

  /** Number of different examples. */
  int size() {
    return byId.size();
  }

  /** Number of records that were repeats of an example. */
  long repeats() {
    return repeats;
  }

  /** AUC of each model over the latest 20,000 examples; NaN while they are of one class. */
  Map<String, Double> recentAuc() {
    Map<String, Double> auc = new LinkedHashMap<>();
    recent.forEach((model, evaluation) -> auc.put(model, evaluation.evaluation().auc()));
    return auc;
  }

  /**
   * Evaluation of each model over all examples in the order of (labelledAt, exampleId), so that it
   * does not depend on the order of their arrival. A day's examples are those labelled on it.
   *
   * @param zone where days begin
   */
  Map<String, DailyEvaluation> evaluations(ZoneId zone) {
    List<Example> ordered = new ArrayList<>(byId.values());
    ordered.sort(Comparator.comparingLong(Example::labelledAt).thenComparing(Example::id));
    Map<String, DailyEvaluation> evaluations = new LinkedHashMap<>();
    for (int model = 0; model < models.size(); model++) {
      var daily = new DailyEvaluation(zone);
      for (Example example : ordered) {
        daily.add(
            example.user(),
            Instant.ofEpochMilli(example.labelledAt()),
            example.scores()[model],
            example.longView());
      }
      evaluations.put(models.get(model), daily);
    }
    return evaluations;
  }
}
