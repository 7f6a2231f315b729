package dev.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChildSpecTest {

  private static final ChildSpec SPEC =
      new ChildSpec(
          "trainer",
          List.of("jobs.jar"),
          "Main",
          List.of("-Xmx32m"),
          List.of(),
          Map.of(),
          false,
          OptionalInt.empty(),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          false);

  @Test
  void startsAProcessBehindTheOthersWithNice() {
    assumeThat(Path.of("/usr/bin/nice")).isExecutable();

    List<String> command = SPEC.behindOthers().command();

    assertThat(command).startsWith("/usr/bin/nice", "-n", "10");
    assertThat(command.subList(3, command.size())).isEqualTo(SPEC.command());
  }
}
