package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.Room;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.models.ModelException;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The features that the authors publish: acoustic and textual vectors of 1,141 films, no visual
 * ones, and 2,071 interactions of 100 users. Few: what dynamic fusion gains over static is
 * published with its interval, whatever that is. They show that real vectors go through, with a
 * modality that none has.
 */
final class SampleFeatures {

  private SampleFeatures() {}

  static void run(Room room, Path folder) {
    NpyMatrix acoustic = NpyMatrix.read(folder.resolve("a_feat_sample.npy"));
    NpyMatrix textual = NpyMatrix.read(folder.resolve("t_feat_sample.npy"));
    ModalityVectors vectors =
        new ModalityVectors(
            acoustic.rows(),
            Map.of(
                Modality.VISUAL,
                1,
                Modality.ACOUSTIC,
                acoustic.columns(),
                Modality.TEXTUAL,
                textual.columns()));
    for (int video = 0; video < acoustic.rows(); video++) {
      vectors.put(video, Modality.ACOUSTIC, acoustic.row(video));
      vectors.put(video, Modality.TEXTUAL, textual.row(video));
    }
    InteractionSplit split =
        InteractionSplit.random(acoustic.rows(), liked(folder.resolve("user_items.csv")), 42L);
    MetaMmfConfig config = PlantedTests.config(10);
    List<Arm> arms = List.of(Arm.of(Fusion.CONCAT, config), Arm.dynamic(config, 16));
    Arm.Data data = new Arm.Data(vectors, split);
    Results results =
        room.run(
            Grid.of(
                "the authors' sample", arms.stream().map(arm -> arm.cell(seed -> data)).toList()));
    room.claim(
        new Claim.Exact(
            Statement.required(
                "sample-finite",
                "The authors' feature files are read and fused, the visual modality missing: every"
                    + " component is finite"),
            Measured.of(results.figure(Arm.DYNAMIC, Arm.NOT_FINITE)).with("other components"),
            0));
    room.claim(above(results, "R@10"));
    room.claim(above(results, "N@10"));
    room.heading("The authors' sample of features");
    room.say(
        "%d videos, %d users, %d interactions, %d users judged; acoustic and textual vectors only."
            .formatted(
                split.videos(),
                split.users(),
                split.size(),
                results.of(Arm.DYNAMIC).getFirst().metric("R@10").length));
    room.show(Arm.table(results));
  }

  private static Claim above(Results results, String metric) {
    return new Claim.Above(
        Statement.reported(
            Statement.id("sample", metric, "dynamic above static"),
            "The authors' sample: %s of dynamic fusion is above static fusion's".formatted(metric)),
        results.above(Arm.DYNAMIC, Arm.CONCAT, metric));
  }

  private static int[][] liked(Path file) {
    Map<String, TreeSet<Integer>> byUser = new TreeMap<>();
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (String line : lines.subList(1, lines.size())) {
        List<String> cells = List.of(line.split(",", -1));
        byUser
            .computeIfAbsent(cells.get(0), user -> new TreeSet<>())
            .add(Integer.parseInt(cells.get(1).strip()));
      }
    } catch (IOException e) {
      throw new ModelException("reading " + file, e);
    }
    List<int[]> liked = new ArrayList<>();
    byUser.values().forEach(v -> liked.add(v.stream().mapToInt(Integer::intValue).toArray()));
    return liked.toArray(new int[0][]);
  }
}
