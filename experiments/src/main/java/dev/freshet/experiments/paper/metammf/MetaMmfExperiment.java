package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.Experiment;
import dev.freshet.experiments.ExperimentSettings;
import dev.freshet.experiments.Findings;
import dev.freshet.experiments.ParallelRuns;
import dev.freshet.experiments.Progress;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Paragraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Do weights that depend on the video fuse its modalities better than the same weights for all?
 * Runs on planted and null catalogues and, where their folders are given, on KuaiRand and on the
 * authors' sample of features. Nothing is chosen on a test part.
 */
public final class MetaMmfExperiment implements Experiment {
  private static final String KUAIRAND = "kuairand-pure";
  private static final String SAMPLE = "metammf-sample";

  @Override
  public String name() {
    return "metammf";
  }

  @Override
  public List<String> logs() {
    return List.of(KUAIRAND);
  }

  @Override
  public Findings run(ExperimentSettings settings, ParallelRuns threads, Progress progress) {
    List<Claim> claims = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    RunContext context = new RunContext(settings, threads, progress);
    PlantedTests planted = new PlantedTests(context);
    planted.planted(claims, figures);
    planted.alike(claims, figures);
    planted.graph(claims, figures);
    new SequenceColdStart(SequenceLog.planted(), settings.quick() ? context.first(1) : context)
        .run(/* planted= */ true, claims, figures);
    Costs.measure(settings.quick(), claims, figures);
    progress.say("cost measured");
    settings
        .dataset(KUAIRAND)
        .ifPresentOrElse(
            folder -> new KuaiRandTests(folder, context).run(claims, figures),
            () -> figures.add(missing(KUAIRAND)));
    settings
        .dataset(SAMPLE)
        .ifPresentOrElse(
            folder -> SampleFeatures.run(folder, context, claims, figures),
            () -> figures.add(missing(SAMPLE)));
    return new Findings("MetaMMF: fusion weights that depend on the video", claims, figures);
  }

  private static Paragraph missing(String folder) {
    return new Paragraph("No %s: its part is left out. --data names the folder.".formatted(folder));
  }
}
