package dev.freshet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.TinyLog;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Experiments in their quick form, on planted data, where what must hold does, and on a log. Every
 * run has their arms on tiny grids in place of this.
 */
@EnabledIfSystemProperty(named = "freshet.nightly", matches = "true")
class ExperimentsIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "srm | kuairand-pure: scored before learned from",
        "cki | Data: kuairand-pure",
        "metammf | Cold start on KuaiRand-Pure"
      })
  void passesWhatIsPlantedAndReportsOnALog(String name, String heading) {
    Path data = folder.resolve("data");
    new TinyLog(60, 250, 20, 7).write(data.resolve("kuairand-pure"));

    int status =
        new CommandLine(new Experiments(Experiments.all()))
            .execute(
                name,
                "--quick",
                "--data",
                data.toString(),
                "--out",
                folder.toString(),
                "--runs",
                folder.resolve("runs").toString());

    assertThat(status).isZero();
    assertThat(folder.resolve(name + ".html")).exists();
    assertThat(folder.resolve(name + ".md"))
        .content()
        .contains("## Claims", "## " + heading)
        .doesNotContain("FAILED");
  }
}
