package dev.freshet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExperimentsTest {

  private final StringWriter said = new StringWriter();

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

  private int run(String... args) {
    return new CommandLine(new Experiments()).setErr(new PrintWriter(said)).execute(args);
  }
}
