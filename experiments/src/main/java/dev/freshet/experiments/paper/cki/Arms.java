package dev.freshet.experiments.paper.cki;

import dev.freshet.models.net.Parameter;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiConfig.Perspective;
import dev.freshet.models.paper.cki.CkiEvaluation;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.paper.cki.CkiModel;
import dev.freshet.models.paper.cki.MergeReport;
import dev.freshet.models.paper.cki.Soup;
import dev.freshet.models.paper.cki.Splicing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ways in which the dense parameters of a family become one. All share the merged rows; what
 * there is to choose or train is chosen and trained on the recent window.
 *
 * @param dense each arm's parameters, by name
 * @param alpha the share of the first parent that was best on the recent window
 * @param report of the trained soft splicing
 */
record Arms(Map<String, List<Parameter>> dense, double alpha, MergeReport report) {

  static final String UNIFORM = "uniform average";
  static final String BEST_ALPHA = "best single alpha";
  static final String GREEDY = "greedy soup";
  static final String SOFT = "CKI soft";
  static final String HARD = "CKI hard";
  static final String LOCAL = "CKI soft, local only";
  static final String GLOBAL = "CKI soft, global only";
  static final String RANDOM = "CKI soft, A random";
  static final String RANDOM_HARD = "CKI hard, A random";

  private static final int GRID = 10;

  static Arms of(List<List<Parameter>> parents, Window recent, CkiConfig config) {
    Map<String, List<Parameter>> arms = new LinkedHashMap<>();
    arms.put(UNIFORM, Soup.uniform(parents));
    double alpha = bestAlpha(parents, recent);
    arms.put(BEST_ALPHA, Soup.line(parents, alpha));
    arms.put(GREEDY, Soup.greedy(parents, dense -> CkiEvaluation.auc(recent, dense)));
    CkiModel dual = trained(parents, recent, config);
    CkiModel.Merged soft = dual.merge(Splicing.SOFT);
    arms.put(SOFT, soft.parameters());
    arms.put(HARD, dual.merge(Splicing.HARD).parameters());
    arms.put(LOCAL, soft(trained(parents, recent, config.with(Perspective.LOCAL))));
    arms.put(GLOBAL, soft(trained(parents, recent, config.with(Perspective.GLOBAL))));
    CkiModel random = new CkiModel(parents, config);
    arms.put(RANDOM, soft(random));
    arms.put(RANDOM_HARD, random.merge(Splicing.HARD).parameters());
    return new Arms(arms, alpha, soft.report());
  }

  private static List<Parameter> soft(CkiModel model) {
    return model.merge(Splicing.SOFT).parameters();
  }

  private static CkiModel trained(List<List<Parameter>> parents, Window recent, CkiConfig config) {
    CkiModel model = new CkiModel(parents, config);
    model.train(recent.tasks());
    return model;
  }

  private static double bestAlpha(List<List<Parameter>> parents, Window recent) {
    double best = 0.5;
    double reached = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= GRID; i++) {
      double alpha = (double) i / GRID;
      double auc = CkiEvaluation.auc(recent, Soup.line(parents, alpha));
      if (auc > reached) {
        reached = auc;
        best = alpha;
      }
    }
    return best;
  }

  /** The parameters of an arm. */
  List<Parameter> of(String arm) {
    List<Parameter> parameters = dense.get(arm);
    if (parameters == null) {
      throw new IllegalArgumentException("no arm " + arm);
    }
    return parameters;
  }
}
