package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.Experiment;
import dev.freshet.experiments.Room;
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
  public String title() {
    return "MetaMMF: fusion weights that depend on the video";
  }

  @Override
  public List<String> logs() {
    return List.of(KUAIRAND);
  }

  @Override
  public void run(Room room) {
    PlantedTests planted = new PlantedTests(room);
    planted.planted();
    planted.alike();
    planted.graph();
    new SequenceColdStart(room, SequenceLog.planted(), /* planted= */ true).run();
    Costs.measure(room);
    room.progress("cost measured");
    room.dataset(KUAIRAND).ifPresent(folder -> new KuaiRandTests(room).run(folder));
    room.dataset(SAMPLE).ifPresent(folder -> SampleFeatures.run(room, folder));
  }
}
