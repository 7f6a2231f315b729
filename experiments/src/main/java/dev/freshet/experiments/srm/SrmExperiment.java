package dev.freshet.experiments.srm;

import dev.freshet.experiments.Experiment;
import dev.freshet.experiments.ExperimentSettings;
import dev.freshet.experiments.Findings;
import dev.freshet.experiments.ParallelRuns;
import dev.freshet.experiments.Progress;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.srm.network.SequenceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sequential family: SASRec, GRU4Rec and DIN beside models that know no order. */
public final class SrmExperiment implements Experiment {

  private static final String KUAIRAND = "kuairand-pure";
  private static final String MOVIELENS = "movielens-latest-small";

  /** Seeds that are run at most, so that the command ends in its time. */
  private static final int SEEDS = 3;

  private static final int EPOCHS = 5;
  private static final int PLANTED_EPOCHS = 12;
  private static final List<String> FAMILY =
      Arrays.stream(SequenceModel.values()).map(SequenceModel::id).toList();

  @Override
  public String name() {
    return "srm";
  }

  @Override
  public List<String> logs() {
    return List.of(MOVIELENS, KUAIRAND);
  }

  @Override
  public Findings run(ExperimentSettings settings, ParallelRuns threads, Progress progress) {
    int most = settings.quick() ? 1 : SEEDS;
    List<Long> seeds = settings.seeds().subList(0, Math.min(most, settings.seeds().size()));
    if (seeds.size() < settings.seeds().size()) {
      progress.say(
          "srm: the first %d of %d seeds; it runs no more"
              .formatted(seeds.size(), settings.seeds().size()));
    }
    List<Claim> claims = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    planted(settings, seeds, threads, progress, claims, figures);
    Optional<Path> movieLens = settings.dataset(MOVIELENS);
    if (movieLens.isEmpty() || settings.quick()) {
      figures.add(missing("MovieLens", MOVIELENS, settings.quick()));
    } else {
      movieLens(
          NextVideoTask.of(LogDataset.open(movieLens.get())),
          seeds,
          threads,
          progress,
          claims,
          figures);
    }
    Optional<Path> kuaiRand = settings.dataset(KUAIRAND);
    if (kuaiRand.isEmpty()) {
      figures.add(missing("KuaiRand", KUAIRAND, /* quick= */ false));
    } else {
      new ProgressiveComparison(settings.quick(), seeds, threads, progress)
          .run(LogDataset.open(kuaiRand.get()), claims, figures);
    }
    return new Findings("The sequence models", claims, figures);
  }

  private static Paragraph missing(String data, String folder, boolean quick) {
    return new Paragraph(
        quick
            ? data + " is left out of the quick form."
            : "%s is left out: there is no folder %s under --data.".formatted(data, folder));
  }

  /** With a known answer: there is an order to find, or nothing at all. */
  private static void planted(
      ExperimentSettings settings,
      List<Long> seeds,
      ParallelRuns threads,
      Progress progress,
      List<Claim> claims,
      List<Figure> figures) {
    int users = settings.quick() ? 300 : 600;
    var ordered =
        compare(PlantedSequences.ordered(users, 1), PLANTED_EPOCHS, seeds, threads, progress);
    String best = ordered.best(orderless(ordered));
    claims.add(ordered.above("sasrec", best, /* required= */ true));
    claims.add(ordered.above("gru4rec", best, /* required= */ true));
    claims.add(ordered.above("din", best, /* required= */ false));
    figures.add(new Heading("Planted order"));
    figures.add(
        new Paragraph(
            "Seven of ten long views follow from the one before; the others are drawn by popularity. DIN"
                + " knows the order only by how long ago each was watched."));
    figures.add(ordered.table(best));
    var unordered =
        compare(PlantedSequences.unordered(users, 2), PLANTED_EPOCHS, seeds, threads, progress);
    for (String model : FAMILY) {
      var difference = unordered.difference(model, "popularity");
      claims.add(
          new Claim.NotAbove(
              Statement.required(
                  Statement.id("nothing to know", model),
                  "nothing to know: NDCG@10 of %s not above popularity".formatted(model)),
              Measured.of(difference),
              0));
    }
    figures.add(new Heading("Nothing to know"));
    figures.add(new Paragraph("Every video is drawn by its popularity alone."));
    figures.add(unordered.table("popularity"));
  }

  private static void movieLens(
      NextVideoTask task,
      List<Long> seeds,
      ParallelRuns threads,
      Progress progress,
      List<Claim> claims,
      List<Figure> figures) {
    var comparison = compare(task, EPOCHS, seeds, threads, progress);
    String best = comparison.best(orderless(comparison));
    FAMILY.forEach(model -> claims.add(comparison.above(model, best, /* required= */ false)));
    figures.add(new Heading("MovieLens: the last film among all"));
    figures.add(
        new Paragraph(
            "%,d users, %,d films, %,d ratings of 4 or more."
                .formatted(task.users().size(), task.videos().size(), task.longViews())));
    figures.add(comparison.table(best));
  }

  private static NextVideoComparison compare(
      NextVideoTask task, int epochs, List<Long> seeds, ParallelRuns threads, Progress progress) {
    List<NextVideoRanker.Model> seeded = new ArrayList<>();
    seeded.add(new BprMf());
    for (SequenceModel model : SequenceModel.values()) {
      seeded.add(SequenceNextVideo.of(model, epochs));
    }
    return NextVideoComparison.run(
        task,
        List.of(new Popular(), RankSysModel.popularity(), RankSysModel.itemKnn(), new Als()),
        seeded,
        seeds,
        threads,
        progress);
  }

  private static Set<String> orderless(NextVideoComparison comparison) {
    Set<String> names = new LinkedHashSet<>(comparison.results().keySet());
    FAMILY.forEach(names::remove);
    return names;
  }
}
