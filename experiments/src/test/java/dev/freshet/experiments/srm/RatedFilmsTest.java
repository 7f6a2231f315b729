package dev.freshet.experiments.srm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.grid.Cell.Kind;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.ParallelRuns;
import dev.freshet.experiments.grid.Progress;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.grid.UnitCache;
import dev.freshet.experiments.srm.NextVideoTask.Watched;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.schemas.event.Video;
import dev.freshet.testkit.TinyRatings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next film of those who rated some, in the files of MovieLens. */
class RatedFilmsTest {

  @TempDir private Path folder;

  @Test
  void asksForWhatUsersRatedFourOrBetterInTheOrderOfTime() throws IOException {
    Files.writeString(
        folder.resolve("movies.csv"),
        """
        movieId,title,genres
        10,One (1991),Comedy
        20,Two (1992),Drama
        30,Three (1993),Drama
        40,Four (1994),Drama
        """);
    Files.writeString(
        folder.resolve("ratings.csv"),
        """
        userId,movieId,rating,timestamp
        1,30,4.0,1000000300
        1,10,5.0,1000000100
        1,20,3.5,1000000200
        1,40,4.5,1000000400
        1,99,5.0,1000000500
        2,10,5.0,1000000100
        2,20,5.0,1000000200
        """);

    NextVideoTask task = NextVideoTask.of(LogDataset.open(folder));

    assertThat(task.videos()).extracting(Video::getVideo).containsExactly("10", "20", "30", "40");
    assertThat(task.users()).hasSize(1);
    assertThat(task.users().getFirst()).extracting(Watched::video).containsExactly(0, 2, 3);
    assertThat(task.longViews()).isEqualTo(3);
  }

  @Test
  void findsTasteInRatingsWithNeighboursAndWithASequenceModel() {
    Path ratings = new TinyRatings(120, 60, 24, 7).write(folder);
    NextVideoTask task = NextVideoTask.of(LogDataset.open(ratings));

    Grid grid =
        Grid.of(
            task.name(),
            List.of(
                SrmExperiment.nextVideo(task, new Popular(), Kind.SEEDLESS),
                SrmExperiment.nextVideo(task, RankSysModel.itemKnn(), Kind.SEEDLESS),
                SrmExperiment.nextVideo(
                    task, SequenceNextVideo.of(SequenceModel.SASREC, 12), Kind.SEEDED)));

    Results results = run(grid);

    String best = results.best(List.of("popularity", RankSysModel.itemKnn().name()), "N@10");
    assertThat(best).isNotEqualTo("popularity");
    assertThat(results.above(best, "popularity", "N@10").low()).isPositive();
    assertThat(results.above("sasrec", "popularity", "N@10").low()).isPositive();
  }

  private Results run(Grid grid) {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (ParallelRuns threads = new ParallelRuns()) {
      return grid.run(
          List.of(1L),
          "test",
          new UnitCache(folder.resolve("runs")),
          threads,
          new Progress(silent, InstantSource.system()));
    }
  }
}
