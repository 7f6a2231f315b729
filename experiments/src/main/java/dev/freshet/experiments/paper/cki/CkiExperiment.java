package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.Experiment;
import dev.freshet.experiments.ExperimentSettings;
import dev.freshet.experiments.Findings;
import dev.freshet.experiments.ParallelRuns;
import dev.freshet.experiments.Progress;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.srm.network.SrmConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Does a merge by CKI keep what parents of one ancestor have learned, and better than plainer
 * merges do? Runs on a planted log and, where its folder is given, on KuaiRand. Nothing is chosen
 * on a test window.
 */
public final class CkiExperiment implements Experiment {

  private static final String KUAIRAND = "kuairand-pure";
  private static final double MARGIN = 0.005;
  private static final double QUICK_MARGIN = 0.02;

  @Override
  public String name() {
    return "cki";
  }

  @Override
  public List<String> logs() {
    return List.of(KUAIRAND);
  }

  @Override
  public Findings run(ExperimentSettings settings, ParallelRuns threads, Progress progress) {
    CkiConfig cki = CkiConfig.defaults();
    SrmConfig first = config(settings.seeds().getFirst());
    World planted = World.planted(settings.quick());
    progress.say("planted log made");
    List<Claim> claims = new ArrayList<>(PlantedTests.experts(cki, first.seed()));
    claims.add(PlantedTests.identical(planted, first, cki));
    progress.say("planted and null test done");
    claims.addAll(Cost.claims(planted, first, cki));
    progress.say("cost measured");
    List<CkiRun> plantedRuns = runs(planted, settings, cki, threads, progress);
    claims.addAll(PlantedTests.alike(plantedRuns, settings.quick() ? QUICK_MARGIN : MARGIN));
    WorldFindings ofPlanted = new WorldFindings(planted, plantedRuns);
    claims.addAll(new WorldClaims(ofPlanted).all());
    List<Figure> figures = new ArrayList<>(ofPlanted.figures());
    progress.say("planted log compared");
    if (settings.dataset(KUAIRAND).isPresent()) {
      World published = World.published(settings.dataset(KUAIRAND).orElseThrow(), settings.quick());
      progress.say(KUAIRAND + " read");
      var ofPublished =
          new WorldFindings(published, runs(published, settings, cki, threads, progress));
      claims.addAll(new WorldClaims(ofPublished).all());
      figures.addAll(ofPublished.figures());
      progress.say(KUAIRAND + " compared");
    } else {
      figures.add(
          new Paragraph(
              "No %s: its part is left out. --data names the folder.".formatted(KUAIRAND)));
    }
    return new Findings("CKI: merging replicas weight by weight", claims, figures);
  }

  /** One run for each seed. */
  private static List<CkiRun> runs(
      World world,
      ExperimentSettings settings,
      CkiConfig cki,
      ParallelRuns threads,
      Progress progress) {
    return threads.each(
        settings.seeds(),
        seed -> {
          CkiRun run = CkiRun.of(world, config(seed), cki, !settings.quick());
          progress.say("%s: seed %d done".formatted(world.name(), seed));
          return run;
        });
  }

  private static SrmConfig config(long seed) {
    return SrmConfig.defaults().seeded(seed);
  }
}
