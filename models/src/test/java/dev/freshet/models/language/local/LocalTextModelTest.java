package dev.freshet.models.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.text.Generation;
import dev.freshet.models.language.text.Generation.Finish;
import dev.freshet.models.language.text.GenerationRequest;
import dev.freshet.models.language.text.LabelScores;
import dev.freshet.models.language.text.Prompt;
import dev.freshet.models.language.text.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class LocalTextModelTest {
  private static final int VOCABULARY = 27;
  private static final int CONTEXT = 20;

  @Test
  void endsWhereTheModelEndsTheText() {
    Generation generation = model("hello").generate(request("say", 10));

    assertThat(generation.text()).isEqualTo("hello");
    assertThat(generation.tokens()).isEqualTo(5);
    assertThat(generation.finish()).isEqualTo(Finish.STOP);
    // each token: log(e^10 / (e^10 + 26)) = -log(1 + 26 e^-10)
    assertThat(generation.logProbability().orElseThrow())
        .isEqualTo(-5 * Math.log1p(26 * Math.exp(-10)), within(1e-6));
  }

  @Test
  void endsAfterAsManyTokensAsAskedFor() {
    Generation generation = model("hello").generate(request("say", 3));

    assertThat(generation.text()).isEqualTo("hel");
    assertThat(generation.finish()).isEqualTo(Finish.LENGTH);
  }

  @Test
  void endsWhereTheContextIsFull() {
    String prompt = "abcdefghijklmnopqr"; // 18 of 20 positions

    Generation generation = model("hello").generate(request(prompt, 10));

    assertThat(generation.text()).isEqualTo("he");
    assertThat(generation.finish()).isEqualTo(Finish.LENGTH);
  }

  @Test
  void endsBeforeAStopThatComesInPieces() {
    List<String> stream = new ArrayList<>();

    Generation generation =
        model("xyabzabc").generate(request("say", 10, "abc", "nothing"), stream::add);

    assertThat(generation.text()).isEqualTo("xyabz");
    assertThat(generation.finish()).isEqualTo(Finish.STOP);
    assertThat(stream).containsExactly("x", "y", "abz");
  }

  @Test
  void letsWhatBeganLikeAStopThroughAtTheEnd() {
    List<String> stream = new ArrayList<>();

    Generation generation = model("xab").generate(request("say", 10, "abc"), stream::add);

    assertThat(generation.text()).isEqualTo("xab");
    assertThat(String.join("", stream)).isEqualTo("xab");
  }

  @Test
  void endsAtItsDeadline() {
    AtomicLong now = new AtomicLong();
    // a second for each look at the clock, one at the start and one after each token
    LongSupplier clock = () -> now.getAndAdd(Duration.ofSeconds(1).toNanos());
    var model =
        new LocalTextModel(
            "letters",
            new ScriptedModel(VOCABULARY, CONTEXT, Letters.of("hello")),
            new Letters(),
            Set.of(),
            ChatPreset.RAW,
            clock);

    Generation generation =
        model.generate(
            new GenerationRequest(
                Prompt.raw("say"), Sampling.GREEDY, 5, List.of(), Duration.ofSeconds(2)));

    assertThat(generation.text()).isEqualTo("he");
    assertThat(generation.finish()).isEqualTo(Finish.DEADLINE);
  }

  @Test
  void comparesLabelsByTheirFirstToken() {
    LabelScores scores = model("yes").scoreLabels(Prompt.raw("ok"), List.of("yes", "no"));

    assertThat(scores.exact()).isTrue();
    assertThat(scores.probabilities().getFirst()).isEqualTo(1 / (1 + Math.exp(-10)), within(1e-6));
    assertThatThrownBy(() -> model("x").scoreLabels(Prompt.raw("ok"), List.of("yes", "yours")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("letters: the labels must begin with different tokens: [yes, yours]");
  }

  @Test
  void knowsTheProbabilityOfAText() {
    assertThat(model("x").logProbability(Prompt.raw("a"), "bcd")).hasValue(-3);
  }

  @Test
  void refusesPromptsThatDoNotFit() {
    assertThatThrownBy(() -> model("x").generate(request("a".repeat(20), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("letters: a prompt of 20 tokens leaves no room in a context of 20");
    assertThatThrownBy(() -> model("x").generate(request("", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the prompt must not be empty");
  }

  @Test
  void refusesAChatPresetThatTheTokenizerDoesNotKnow() {
    assertThatThrownBy(
            () ->
                new LocalTextModel(
                    "letters",
                    new ScriptedModel(VOCABULARY, CONTEXT),
                    new Letters(),
                    Set.of(),
                    ChatPreset.CHATML,
                    System::nanoTime))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the tokenizer does not know <|im_start|> of the chat preset CHATML");
  }

  private static LocalTextModel model(String text) {
    int[] script = Letters.of(text);
    int[] all = Arrays.copyOf(script, script.length + 1);
    all[script.length] = Letters.END;
    return new LocalTextModel(
        "letters",
        new ScriptedModel(VOCABULARY, CONTEXT, all),
        new Letters(),
        Set.of(Letters.END),
        ChatPreset.RAW,
        System::nanoTime);
  }

  private static GenerationRequest request(String prompt, int maxTokens, String... stop) {
    return new GenerationRequest(
        Prompt.raw(prompt), Sampling.GREEDY, maxTokens, List.of(stop), Duration.ofHours(1));
  }
}
