package dev.freshet.models.paper.length.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.paper.length.AbsoluteJudge;
import dev.freshet.models.paper.length.EvaluableProposer;
import dev.freshet.models.paper.length.Kernel;
import dev.freshet.models.paper.length.LengthConfig;
import dev.freshet.models.paper.length.LengthGoal;
import dev.freshet.models.paper.length.LengthResult;
import dev.freshet.models.paper.length.LengthSampler;
import dev.freshet.models.paper.length.WordMeter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriterTest {

  private static final int LEARNED = 40;

  private static final List<WriterExample> EXAMPLES =
      IntStream.range(0, 64).mapToObj(WriterTest::example).toList();

  private static final WriterVocabulary VOCABULARY =
      WriterVocabulary.of(EXAMPLES.stream().map(WriterExample::text).toList(), List.of(), 100);

  @Test
  void learnsToWriteForASource() {
    try (WriterTrainer trainer = trainer(LEARNED, 7)) {
      double first = trainer.epoch(loss -> {});
      double last = first;
      for (int epoch = 1; epoch < LEARNED; epoch++) {
        last = trainer.epoch(loss -> {});
      }
      assertThat(last).isLessThan(first / 2);

      try (Writer writer = new Writer(trainer.weights(), ExecutionProvider.CPU)) {
        double right = writer.logProbability("red", "the red thing").orElseThrow();
        double wrong = writer.logProbability("red", "the blue thing").orElseThrow();
        assertThat(right).isGreaterThan(wrong + 1);
        assertThat(writer.logProbability("red", "the green thing")).isEmpty();
      }
    }
  }

  @Test
  void givesTheSameBitsForTheSameSeed() {
    assertThat(trained(7).parameters().getFirst().values())
        .isEqualTo(trained(7).parameters().getFirst().values())
        .isNotEqualTo(trained(8).parameters().getFirst().values());
  }

  @Test
  void drawsVersionsWithTheProbabilityThatItStates() {
    try (Writer writer = new Writer(trained(7), ExecutionProvider.CPU)) {
      EvaluableProposer proposer = writer.proposer("red", LengthGoal.exact(4), true);
      String from = "the red thing";
      List<RandomGenerator> random =
          IntStream.range(0, 64).<RandomGenerator>mapToObj(SplittableRandom::new).toList();
      Map<String, Integer> counts = new HashMap<>();
      int drawn = 0;
      while (drawn < 4000) {
        for (var text : proposer.next(Collections.nCopies(64, from), random)) {
          text.ifPresent(each -> counts.merge(each, 1, Integer::sum));
          drawn++;
        }
      }
      for (String to : List.of("the red thing", "the red", "the", "the red thing thing", "red")) {
        double stated = Math.exp(proposer.logProbability(from, to));
        double share = (double) counts.getOrDefault(to, 0) / drawn;
        // five standard deviations of a share
        assertThat(share)
            .as(to)
            .isCloseTo(stated, within(5 * Math.sqrt(stated * (1 - stated) / drawn) + 1e-4));
      }
    }
  }

  @Test
  void reachesALengthThatADraftMisses() {
    try (Writer writer = new Writer(trained(7), ExecutionProvider.CPU)) {
      LengthGoal goal = LengthGoal.exact(6);
      LengthResult result =
          new LengthSampler(
                  goal,
                  new WordMeter(),
                  writer.proposer("blue", goal, true),
                  new AbsoluteJudge(text -> writer.meanLogProbability("blue", text)),
                  new LengthConfig(Kernel.BOUND, 20, 16, 0, 3))
              .run();

      assertThat(result.satisfied()).isTrue();
      assertThat(new WordMeter().measure(result.text())).isEqualTo(6);
    }
  }

  @Test
  void isReadBackWithinTheErrorOfItsEightBits() throws IOException {
    WriterWeights weights = trained(7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    weights.write(bytes);

    WriterWeights read = WriterWeights.read(new ByteArrayInputStream(bytes.toByteArray()));

    assertThat(read.vocabulary().words()).isEqualTo(VOCABULARY.words());
    assertThat(read.config()).isEqualTo(weights.config());
    for (int i = 0; i < weights.parameters().size(); i++) {
      float[] written = weights.parameters().get(i).values();
      float greatest = 0;
      for (float value : written) {
        greatest = Math.max(greatest, Math.abs(value));
      }
      assertThat(read.parameters().get(i).values())
          .containsExactly(written, within(greatest / 127));
    }
  }

  @Test
  void refusesAFileThatEndsEarlyOrIsAnother() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    trained(7).write(bytes);
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);

    assertThatThrownBy(() -> WriterWeights.read(new ByteArrayInputStream(half)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> WriterWeights.read(new ByteArrayInputStream(new byte[100])))
        .isInstanceOf(IOException.class);
  }

  @Test
  void saysWhenNoExampleCanBeLearnedFrom() {
    List<WriterExample> unknown = List.of(new WriterExample("red", "not in the vocabulary"));

    assertThatThrownBy(
            () -> new WriterTrainer(VOCABULARY, new WriterShape(100, 32, 1), unknown, 8, 1, .01, 7))
        .hasMessageContaining("only 0 of 1 examples");
  }

  private static WriterExample example(int i) {
    String colour = i % 2 == 0 ? "red" : "blue";
    return new WriterExample(
        colour, "the %s %s".formatted(colour, "thing ".repeat(1 + i % 5)).strip());
  }

  private static WriterTrainer trainer(int epochs, long seed) {
    return new WriterTrainer(
        VOCABULARY, new WriterShape(100, 32, 2), EXAMPLES, 16, epochs, .005, seed);
  }

  private static WriterWeights trained(long seed) {
    try (WriterTrainer trainer = trainer(2, seed)) {
      trainer.epoch(loss -> {});
      trainer.epoch(loss -> {});
      return trainer.weights();
    }
  }
}
