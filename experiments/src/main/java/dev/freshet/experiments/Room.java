package dev.freshet.experiments;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.ParallelRuns;
import dev.freshet.experiments.grid.Progress;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.grid.UnitCache;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.Paragraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an experiment works: it runs its grids here, and says here what they showed. Used by one
 * thread.
 */
public final class Room {

  private final ExperimentSettings settings;
  private final ParallelRuns threads;
  private final UnitCache cache;
  private final String version;
  private final Progress progress;
  private final List<Claim> claims = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();

  /**
   * A room in which nothing was said.
   *
   * @param version of the code: what another one kept is run again
   */
  public Room(
      ExperimentSettings settings,
      ParallelRuns threads,
      UnitCache cache,
      String version,
      Progress progress) {
    this.settings = settings;
    this.threads = threads;
    this.cache = cache;
    this.version = version;
    this.progress = progress;
  }

  /** Whether a small form is wanted that shows only that everything runs. */
  public boolean isQuick() {
    return settings.quick();
  }

  /** The seeds, at least one. */
  public List<Long> seeds() {
    return settings.seeds();
  }

  /** The first seeds, {@code most} of them; says so where there are more. */
  public List<Long> seeds(int most) {
    if (seeds().size() <= most) {
      return seeds();
    }
    progress.say("the first %d of %d seeds; it runs no more".formatted(most, seeds().size()));
    return seeds().subList(0, most);
  }

  /** The data set's folder; where it is missing the report says so. */
  public Optional<Path> dataset(String folder) {
    Optional<Path> found = settings.dataset(folder);
    if (found.isEmpty()) {
      say("%s is left out: there is no folder of this name under --data.".formatted(folder));
    }
    return found;
  }

  /** Runs a grid with every seed. */
  public Results run(Grid grid) {
    return run(grid, seeds());
  }

  /** Runs a grid with these seeds. */
  public Results run(Grid grid, List<Long> seeds) {
    return grid.run(seeds, version, cache, threads, progress);
  }

  /** Tells whoever waits that a step is done. */
  public void progress(String step) {
    progress.say(step);
  }

  /** Begins a section of the report. */
  public void heading(String text) {
    figures.add(new Heading(text));
  }

  /** Adds a paragraph to the report. */
  public void say(String text) {
    figures.add(new Paragraph(text));
  }

  /** Adds a table or a plot to the report. */
  public void show(Figure figure) {
    figures.add(figure);
  }

  /** Adds a claim with what was measured of it. */
  public void claim(Claim claim) {
    claims.add(claim);
  }

  /** All that was said. */
  Findings findings(String title) {
    return new Findings(title, claims, figures);
  }
}
