package dev.freshet.models.paper.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordMeterTest {

  private final WordMeter meter = new WordMeter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~ | 0",
        "one | 1",
        "Two words. | 2",
        "It isn't so. | 4", // It is n't so
        "They'll say we've won! | 6", // They 'll say we 've won
        "a cannot b | 4", // can not
        "the dogs' bones | 3", // the mark is not counted
        "3,000 at 5:30 | 3",
        "e.g. this, or that; fine? | 5",
        "He said \"no\" | 5", // the two marks are tokens of two characters each
        "[brackets] (and) {more} | 3",
        "well-known, of course | 3",
        "dash -- dash | 3",
        "End. Next one. | 3",
      })
  void countsWordsAsTheLengthInstructedSetsDo(String text, int words) {
    assertThat(meter.measure(text)).isEqualTo(words);
  }

  @Test
  void splitsContractionsAndMarks() {
    assertThat(meter.tokens("He can't (really) go, can he?"))
        .containsExactly("He", "ca", "n't", "(", "really", ")", "go", ",", "can", "he", "?");
  }

  @Test
  void measuresLongRunsInReasonableTime() {
    // the patterns look ahead over white space and brackets: a million of each must not multiply
    String spaces = "a. " + " ".repeat(1_000_000) + "b";
    String brackets = "a." + ")".repeat(1_000_000) + "b";

    assertThat(meter.measure(spaces)).isEqualTo(2);
    assertThat(meter.measure(brackets)).isEqualTo(2);
  }

  @Test
  void findsThePublishedMeanWordsOfThreeModels() throws IOException {
    Path folder = Path.of("..", "..", "shared", "data", "alpaca-li");
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        "needs the outputs of three models on AlpacaEval-LI, see github.com/tatsu-lab/alpaca_eval");
    List<String> lines = lines(folder.resolve("word_counts.tsv.gz"));
    String[] names = lines.getFirst().split("\t", -1);
    for (int column = 1; column < names.length; column++) {
      JsonNode outputs =
          new ObjectMapper()
              .readTree(text(folder.resolve(names[column] + ".model_outputs.json.gz")));
      long counted = 0;
      long published = 0;
      int equal = 0;
      for (int row = 1; row < lines.size(); row++) {
        int words = meter.measure(outputs.get(row - 1).get("output").asText());
        int expected = Integer.parseInt(lines.get(row).split("\t", -1)[column]);
        counted += words;
        published += expected;
        equal += words == expected ? 1 : 0;
      }

      assertThat(counted).isCloseTo(published, within(4L));
      assertThat(equal).as(names[column]).isGreaterThanOrEqualTo(lines.size() - 1 - 2);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return text(file).lines().toList();
  }

  private static String text(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      StringBuilder text = new StringBuilder();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        text.append(line).append('\n');
      }
      return text.toString();
    }
  }
}
