package dev.freshet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.grid.Cell;
import dev.freshet.experiments.grid.Cell.Kind;
import dev.freshet.experiments.grid.Column;
import dev.freshet.experiments.grid.Grid;
import dev.freshet.experiments.grid.Results;
import dev.freshet.experiments.grid.Units;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExperimentsTest {

  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();
  private final Coin coin = new Coin();

  @Test
  void namesTheExperimentsThereAre() {
    assertThat(run("nothing")).isNotZero();
    assertThat(said.toString()).contains("no experiment nothing; there are", "srm");
  }

  @Test
  void refusesDataThatIsNotThere() {
    assertThat(run("srm", "--data", "/no/such/folder")).isNotZero();
    assertThat(said.toString()).contains("--data is not a folder: /no/such/folder");
  }

  @Test
  void readsTheLogsBeforeAnythingElse(@TempDir Path data) throws IOException {
    Files.createDirectory(data.resolve("movielens-latest-small"));

    assertThat(run("srm", "--data", data.toString())).isNotZero();
    assertThat(said.toString()).contains("holds no log that can be read");
  }

  @Test
  void writesReportResultAndTheTablesOfThePageAndKeepsItsRuns() throws IOException {
    Path page = folder.resolve("coin.md");
    Files.writeString(page, "# Coin\n\n<!-- table: Tosses -->\n<!-- end -->\n\nWords that stay.\n");

    int status = run("coin", "--seeds", "2", "--page", page.toString(), "--commit", "abc");
    int again = run("coin", "--seeds", "3", "--commit", "abc");

    assertThat(status).isZero();
    assertThat(again).isZero();
    assertThat(coin.tossed).as("seeds 1 and 2 were kept").containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(folder.resolve("out/coin.html")).exists();
    assertThat(page)
        .hasContent(
            """
            # Coin

            <!-- table: Tosses -->
            | side | won |
            | --- | ---: |
            | heads | 1.0000 |
            | tails | 0.0000 |
            <!-- end -->

            Words that stay.
            """);
    JsonNode result = new JsonMapper().readTree(folder.resolve("coin.json").toFile());
    assertThat(result.fieldNames())
        .toIterable()
        .containsExactly("name", "commit", "data", "seeds", "seconds", "claims", "tables");
    assertThat(result.at("/claims/0").fieldNames())
        .toIterable()
        .containsExactly("id", "statement", "required", "measured", "low", "high", "bound", "met");
    assertThat(result.path("commit").asText()).isEqualTo("abc");
    assertThat(result.at("/claims/0/measured").asDouble()).isEqualTo(1);
  }

  @Test
  void repeatsRunsOfSourcesThatAreNoCommit() {
    run("coin", "--seeds", "1", "--commit", "abc-dirty");
    run("coin", "--seeds", "1", "--commit", "abc-dirty");

    assertThat(coin.tossed).hasSize(2);
  }

  @Test
  void failsWhereAClaimThatMustHoldDoesNot() {
    coin.bound = 2;

    assertThat(run("coin")).isEqualTo(1);
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    all.addAll(List.of("--runs", folder.resolve("runs").toString()));
    List<Experiment> experiments = new ArrayList<>(Experiments.all());
    experiments.add(coin);
    return new CommandLine(new Experiments(experiments))
        .setErr(new PrintWriter(said))
        .execute(all.toArray(String[]::new));
  }

  /** A tiny grid: heads always win. */
  private static final class Coin implements Experiment {

    private final Queue<Long> tossed = new ConcurrentLinkedQueue<>();
    private double bound;

    @Override
    public String name() {
      return "coin";
    }

    @Override
    public String title() {
      return "A coin";
    }

    @Override
    public void run(Room room) {
      Results tosses =
          room.run(Grid.of("tosses", List.of(new Cell("coin", "", Kind.SEEDED, this::toss))));
      room.claim(
          new Claim.Above(
              Statement.required("heads-win", "heads win more often than tails"),
              tosses.above("heads", "tails", "won"),
              bound));
      room.heading("Tosses");
      room.say("Each seed is tossed twice.");
      room.show(tosses.table("side", Column.mean("won")));
    }

    private Map<String, Units> toss(long seed) {
      tossed.add(seed);
      Map<String, Units> sides = new LinkedHashMap<>();
      sides.put("heads", Units.of("won", new double[] {1, 1}));
      sides.put("tails", Units.of("won", new double[] {0, 0}));
      return sides;
    }
  }
}
