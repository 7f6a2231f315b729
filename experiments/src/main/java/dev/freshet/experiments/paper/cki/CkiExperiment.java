package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.Experiment;
import dev.freshet.experiments.Room;
import dev.freshet.experiments.grid.Cell;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.srm.network.SrmConfig;
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
  public String title() {
    return "CKI: merging replicas weight by weight";
  }

  @Override
  public List<String> logs() {
    return List.of(KUAIRAND);
  }

  @Override
  public void run(Room room) {
    CkiConfig cki = CkiConfig.defaults();
    SrmConfig first = config(room.seeds().getFirst());
    World planted = World.planted(room.isQuick());
    PlantedTests.experts(room, cki, first.seed());
    PlantedTests.identical(room, planted, first, cki);
    room.progress("planted and null test done");
    Cost.claims(planted, first, cki).forEach(room::claim);
    room.progress("cost measured");
    Results ofPlanted = run(room, planted, cki);
    PlantedTests.alike(room, ofPlanted, room.isQuick() ? QUICK_MARGIN : MARGIN);
    new WorldReport(room, planted, ofPlanted).write();
    room.dataset(KUAIRAND)
        .map(folder -> World.published(folder, room.isQuick()))
        .ifPresent(world -> new WorldReport(room, world, run(room, world, cki)).write());
  }

  /** Every arm in one world, with every seed. */
  static Results run(Room room, World world, CkiConfig cki) {
    return room.run(
        Grid.of(
            "%s, %d examples for the ancestor"
                .formatted(world.name(), World.size(world.ancestor())),
            List.of(
                new Cell(
                    "all arms",
                    cki + ", " + SrmConfig.defaults(),
                    Cell.Kind.SEEDED,
                    seed -> CkiRun.of(world, config(seed), cki, !room.isQuick())))));
  }

  private static SrmConfig config(long seed) {
    return SrmConfig.defaults().seeded(seed);
  }
}
