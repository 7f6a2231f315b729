package dev.freshet.serving.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {

  @ParameterizedTest
  @EnumSource
  void hasASectionInTheReference(ProblemType type) throws IOException {
    String page = Files.readString(Path.of("../docs/reference/problems.md"));

    assertThat(page)
        .contains("\n## %s\n\nStatus %d".formatted(type.slug(), type.status().getCode()));
  }
}
