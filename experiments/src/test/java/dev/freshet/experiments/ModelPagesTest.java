package dev.freshet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages of {@code docs/models} against the results beside them: the tables in marked places are
 * those of the last run, in form. Figures of text are the author's.
 */
class ModelPagesTest {

  private static final Path PAGES = Path.of("../docs/models");

  static Stream<String> names() {
    return Experiments.all().stream().map(Experiment::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyExperimentHasAPage(String name) {
    assertThat(PAGES.resolve(name + ".md")).exists();
  }

  @ParameterizedTest
  @MethodSource("names")
  void markedTablesAreThoseOfTheLastResult(String name) throws IOException {
    ModelPage page = ModelPage.read(PAGES.resolve(name + ".md"));
    Path file = PAGES.resolve(name + ".json");
    if (page.tables().isEmpty()) {
      assertThat(file).as("its tables are in no marked place of the page").doesNotExist();
      return;
    }
    JsonNode result = new JsonMapper().readTree(file.toFile());

    assertThat(result.path("name").asText()).isEqualTo(name);
    for (String table : page.tables()) {
      JsonNode expected =
          StreamSupport.stream(result.path("tables").spliterator(), false)
              .filter(each -> each.path("name").asText().equals(table))
              .findFirst()
              .orElseThrow(() -> new AssertionError("the result has no table " + table));
      List<List<String>> shown = cells(page.table(table));
      assertThat(shown.getFirst())
          .as("header of " + table)
          .isEqualTo(texts(expected.path("header")));
      List<List<String>> rows = new ArrayList<>();
      expected.path("rows").forEach(row -> rows.add(texts(row)));
      assertThat(shown.subList(2, shown.size())).as("rows of " + table).isEqualTo(rows);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("results")
  void everyClaimOfAResultHasItsFields(Path result) throws IOException {
    JsonNode json = new JsonMapper().readTree(result.toFile());

    assertThat(json.path("claims")).isNotEmpty();
    for (JsonNode claim : json.path("claims")) {
      assertThat(claim.fieldNames())
          .toIterable()
          .containsExactly(
              "id", "statement", "required", "measured", "low", "high", "bound", "met");
      assertThat(claim.path("required").asBoolean() && !claim.path("met").asBoolean())
          .as(claim.path("id").asText() + " is required and not met")
          .isFalse();
    }
  }

  static List<Path> results() {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode cells) {
    List<String> texts = new ArrayList<>();
    cells.forEach(cell -> texts.add(cell.asText().strip()));
    return texts;
  }

  /** Cells of a table in Markdown. */
  private static List<List<String>> cells(List<String> lines) {
    return lines.stream()
        .map(line -> line.substring(1, line.length() - 1).split("(?<!\\\\)\\|", -1))
        .map(row -> Stream.of(row).map(cell -> cell.replace("\\|", "|").strip()).toList())
        .toList();
  }
}
