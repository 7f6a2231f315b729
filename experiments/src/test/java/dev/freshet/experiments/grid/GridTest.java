package dev.freshet.experiments.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import dev.freshet.models.eval.ScoredLabels;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {

  @TempDir private Path folder;

  private final Queue<String> ran = new ConcurrentLinkedQueue<>();

  @Test
  void runsEachCellWithEachSeedAndOneWithoutChanceOnce() {
    Grid grid = Grid.of("tiny", List.of(cell("drawn", "a"), fixed("fixed")));

    Results results = run(grid, "v1", 1L, 2L);

    assertThat(results.arms()).containsExactly("drawn", "fixed");
    assertThat(results.bySeed("drawn", "seed")).containsExactly(1, 2);
    assertThat(results.bySeed("fixed", "seed")).containsExactly(1);
    assertThat(ran).containsExactlyInAnyOrder("drawn 1", "drawn 2", "fixed 1");
  }

  @Test
  void goesOnWhereItBrokeOff() {
    Cell breaks =
        Cell.of(
            "breaks",
            "",
            seed -> {
              throw new IllegalStateException("out of memory");
            });
    assertThatThrownBy(() -> run(Grid.of("tiny", List.of(fixed("kept"), breaks)), "v1", 1L))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("out of memory");

    Results results = run(Grid.of("tiny", List.of(fixed("kept"), cell("mended", ""))), "v1", 1L);

    assertThat(results.mean("kept", "seed")).isEqualTo(1);
    assertThat(ran).containsExactly("kept 1", "mended 1");
  }

  @Test
  void runsAgainWhatHasAnotherConfigurationDataSetOrVersion() {
    run(Grid.of("tiny", List.of(cell("arm", "a"))), "v1", 1L);
    run(Grid.of("tiny", List.of(cell("arm", "b"))), "v1", 1L);
    run(Grid.of("other", List.of(cell("arm", "a"))), "v1", 1L);
    run(Grid.of("tiny", List.of(cell("arm", "a"))), "v2", 1L);
    run(Grid.of("tiny", List.of(cell("arm", "a"))), "v1", 1L);

    assertThat(ran).hasSize(4);
  }

  @Test
  void keepsMetricsFiguresAndLabels() {
    ScoredLabels labels = new ScoredLabels();
    labels.add("ann", 0.25f, true);
    labels.add("bob", 0.5f, false);
    labels.add("ann", 0.75f, false);
    Cell cell = Cell.of("arm", "", seed -> Units.of(labels).with("curve", 1, Double.NaN));

    run(Grid.of("tiny", List.of(cell)), "v1", 1L);
    Units kept = run(Grid.of("tiny", List.of(cell)), "v1", 1L).of("arm").getFirst();

    assertThat(kept.figure("curve")).containsExactly(1, Double.NaN);
    assertThat(kept.metric("N@10")).isEqualTo(labels.rankings().ndcg(10));
    assertThat(kept.labels())
        .isNotNull()
        .satisfies(
            read -> {
              assertThat(read.users()).containsExactly(0, 1, 0);
              assertThat(read.scores()).containsExactly(0.25f, 0.5f, 0.75f);
              assertThat(read.positive()).containsExactly(true, false, false);
            });
  }

  @Test
  void refusesAFileThatIsDamaged() throws IOException {
    Grid grid = Grid.of("tiny", List.of(cell("arm", "a")));
    run(grid, "v1", 1L);
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "nothing");
    }

    assertThatThrownBy(() -> run(grid, "v1", 1L))
        .rootCause()
        .satisfies(
            cause ->
                assertThat(cause).isInstanceOfAny(IOException.class, UncheckedIOException.class));
  }

  private Cell cell(String arm, String configuration) {
    return Cell.of(arm, configuration, seed -> units(arm, seed));
  }

  private Cell fixed(String arm) {
    return Cell.of(arm, "", Cell.Kind.TIMED_ONCE, seed -> units(arm, seed));
  }

  private Units units(String arm, long seed) {
    ran.add(arm + " " + seed);
    return Units.of("seed", new double[] {seed});
  }

  private Results run(Grid grid, String version, Long... seeds) {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (ParallelRuns threads = new ParallelRuns()) {
      return grid.run(
          List.of(seeds),
          version,
          new UnitCache(folder),
          threads,
          new Progress(silent, InstantSource.system()));
    }
  }
}
