package dev.freshet.loadtests.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every experiment in its quick form, on planted data alone: what must hold does. */
class ExperimentsIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"cki", "metammf", "srm"})
  void passesWhatIsPlanted(String name) {
    int status =
        new CommandLine(new EvaluateCommand()).execute(name, "--quick", "--out", folder.toString());

    assertThat(status).isZero();
    assertThat(folder.resolve(name + ".html")).exists();
    assertThat(folder.resolve(name + ".md"))
        .content()
        .contains("## Claims")
        .doesNotContain("FAILED");
  }
}
