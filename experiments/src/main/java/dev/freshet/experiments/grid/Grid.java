package dev.freshet.experiments.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Cells over seeds on one data set.
 *
 * @param data names the data set and what was taken of it
 * @param cells in the order of tables
 * @param units whether all seeds have the same units
 */
public record Grid(String data, List<Cell> cells, SeedUnits units) {

  /** Which units runs with different seeds have. */
  public enum SeedUnits {
    /** The same: a unit's value is its mean over the seeds. */
    SAME,

    /** Each seed makes units of its own, so that seeds are drawn as well. */
    OWN
  }

  public Grid {
    cells = List.copyOf(cells);
  }

  /** A grid whose seeds all have the same units. */
  public static Grid of(String data, List<Cell> cells) {
    return new Grid(data, cells, SeedUnits.SAME);
  }

  /**
   * Runs what the cache does not hold.
   *
   * @param version of the code, a part of every key
   */
  public Results run(
      List<Long> seeds, String version, UnitCache cache, ParallelRuns threads, Progress progress) {
    Map<Cell, List<Map<String, Units>>> done = new LinkedHashMap<>();
    for (Cell cell : cells) {
      done.put(cell, new ArrayList<>());
      if (cell.kind().isTimed()) {
        add(done, cell, threads.all(List.of(work(cell, seeds.getFirst(), version, cache))));
        progress.say("%s: %s done alone".formatted(data, cell.name()));
      }
    }
    List<Cell> order = new ArrayList<>();
    List<Callable<Map<String, Units>>> work = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      long seed = seeds.get(i);
      for (Cell cell : cells) {
        if (i == 0 ? cell.kind().isTimed() : cell.kind().isOnce()) {
          continue;
        }
        order.add(cell);
        Callable<Map<String, Units>> run = work(cell, seed, version, cache);
        work.add(
            () -> {
              Map<String, Units> units = run.call();
              progress.say("%s: %s, seed %d done".formatted(data, cell.name(), seed));
              return units;
            });
      }
    }
    List<Map<String, Units>> parallel = threads.all(work);
    for (int i = 0; i < parallel.size(); i++) {
      add(done, order.get(i), List.of(parallel.get(i)));
    }
    Map<String, List<Units>> byArm = new LinkedHashMap<>();
    done.values()
        .forEach(
            runs ->
                runs.forEach(
                    arms ->
                        arms.forEach(
                            (arm, units) ->
                                byArm
                                    .computeIfAbsent(arm, label -> new ArrayList<>())
                                    .add(units))));
    return new Results(data, byArm, units);
  }

  private static void add(
      Map<Cell, List<Map<String, Units>>> done, Cell cell, List<Map<String, Units>> runs) {
    done.computeIfAbsent(cell, each -> new ArrayList<>()).addAll(runs);
  }

  private Callable<Map<String, Units>> work(Cell cell, long seed, String version, UnitCache cache) {
    String key =
        "%s | %s | %s | seed %d | %s"
            .formatted(data, cell.name(), cell.configuration(), seed, version);
    return () -> cache.get(key, () -> cell.run().apply(seed));
  }
}
