package dev.freshet.models.language.remote;

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
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteTextModelTest {
  private static final String KEY = "sk-very-secret";
  private static final Duration GENEROUS = Duration.ofMinutes(1);
  private static final List<String> LABELS = List.of("Yes", "No");

  private Server server;

  @BeforeEach
  void start() throws IOException {
    server = new Server();
    server.answer("/v1/models", 200, "{\"data\":[{\"id\":\"tiny\"}]}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void streamsTheTextAsItComes() {
    server.answer(
        "/v1/completions",
        200,
        """
        data: {"choices":[{"text":"Once"}]}

        : a comment
        data: {"choices":[{"text":" upon","finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"completion_tokens":7}}

        data: [DONE]
        """);
    List<String> stream = new ArrayList<>();
    try (RemoteTextModel model = connect()) {
      Generation generation = model.generate(request(Prompt.raw("Tell")), stream::add);

      assertThat(stream).containsExactly("Once", " upon");
      assertThat(generation.text()).isEqualTo("Once upon");
      assertThat(generation.tokens()).isEqualTo(7);
      assertThat(generation.finish()).isEqualTo(Finish.STOP);
      assertThat(generation.logProbability()).isEmpty();
    }
    Server.Asked asked = server.asked("/v1/completions").getFirst();
    assertThat(asked.body().toString())
        .isEqualTo(
            """
            {"model":"tiny","max_tokens":5,"temperature":0.5,"top_p":0.9,"seed":3,"stream":true,\
            "stop":["."],"stream_options":{"include_usage":true},"prompt":"Tell"}\
            """);
    assertThat(asked.authorization()).isEqualTo("Bearer " + KEY);
  }

  @Test
  void sendsConversationsAsMessages() {
    server.answer(
        "/v1/chat/completions",
        200,
        """
        data: {"choices":[{"delta":{"content":"Hello"}}]}
        data: {"choices":[{"delta":{},"finish_reason":"length"}]}
        data: [DONE]
        """);
    try (RemoteTextModel model = connect()) {
      Generation generation = model.generate(request(Prompt.user("Hi")));

      assertThat(generation.text()).isEqualTo("Hello");
      assertThat(generation.tokens()).isEqualTo(1);
      assertThat(generation.finish()).isEqualTo(Finish.LENGTH);
    }
    assertThat(server.asked("/v1/chat/completions").getFirst().body().path("messages").toString())
        .isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"}]");
  }

  @Test
  void triesOnceMoreWhereTheServerIsBusy() {
    server.answer("/v1/completions", 503, "busy");
    server.answer("/v1/completions", 200, "data: {\"choices\":[{\"text\":\"ok\"}]}\n");
    try (RemoteTextModel model = connect()) {
      assertThat(model.generate(request(Prompt.raw("x"))).text()).isEqualTo("ok");
    }
    assertThat(server.asked("/v1/completions")).hasSize(2);
  }

  @Test
  void failsAfterTheSecondTryWithoutTheKey() {
    server.answer("/v1/completions", 500, "broken");
    try (RemoteTextModel model = connect()) {
      assertThatThrownBy(() -> model.generate(request(Prompt.raw("x"))))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("remote: ")
          .hasMessageContaining("answers 500: broken")
          .hasMessageNotContaining(KEY);
    }
    assertThat(server.asked("/v1/completions")).hasSize(2);
  }

  @Test
  void doesNotTryAgainWhatTheServerRefuses() {
    server.answer("/v1/completions", 400, "too long");
    try (RemoteTextModel model = connect()) {
      assertThatThrownBy(() -> model.generate(request(Prompt.raw("x"))))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("answers 400: too long");
    }
    assertThat(server.asked("/v1/completions")).hasSize(1);
  }

  @Test
  void answersWithWhatCameUntilTheDeadline() {
    server.answer(
        "/v1/completions",
        200,
        """
        data: {"choices":[{"text":"a"}]}
        data: {"choices":[{"text":"b"}]}
        data: {"choices":[{"text":"c"}]}
        """);
    AtomicLong now = new AtomicLong();
    // half the deadline for each look at the clock: at the start and after each piece
    LongSupplier clock = () -> now.getAndAdd(GENEROUS.toNanos() / 2);
    try (RemoteTextModel model = RemoteTextModel.connect("remote", config("tiny"), clock)) {
      Generation generation = model.generate(request(Prompt.raw("x")));

      assertThat(generation.text()).isEqualTo("ab");
      assertThat(generation.finish()).isEqualTo(Finish.DEADLINE);
    }
  }

  @Test
  void saysWhichModelsTheServerHas() {
    assertThatThrownBy(() -> RemoteTextModel.connect("remote", config("large")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has the models [tiny], not large");
  }

  @Test
  void scoresLabelsByGenerativeScoring() {
    tokens();
    server.answer("/generative_scoring", 200, "{\"data\":[{\"index\":0,\"score\":0.8}]}");
    try (RemoteTextModel model = connect()) {
      assertScores(model.scoreLabels(Prompt.raw("Good?"), LABELS), true, 0.8, 0.2);
    }
    assertThat(server.asked("/generative_scoring").getFirst().body().toString())
        .isEqualTo(
            """
            {"model":"tiny","query":"Good?","apply_softmax":true,"items":[""],\
            "label_token_ids":[11,22]}\
            """);
  }

  @Test
  void scoresLabelsByTheScoreOfAnotherServer() {
    tokens();
    server.answer("/v1/score", 200, "{\"scores\":[[0.7,0.3]]}");
    try (RemoteTextModel model = connect()) {
      assertScores(model.scoreLabels(Prompt.raw("Good?"), LABELS), true, 0.7, 0.3);
    }
  }

  @Test
  void scoresLabelsByTheProbabilitiesOfChosenTokens() {
    tokens();
    // e^-1 and e^-2: 1 / (1 + e^-1) = 0.7311
    server.answer(
        "/v1/completions",
        200,
        """
        {"choices":[{"logprobs":{"top_logprobs":[{"token_id:11":-1,"token_id:22":-2}]}}]}\
        """);
    try (RemoteTextModel model = connect()) {
      assertScores(model.scoreLabels(Prompt.raw("Good?"), LABELS), true, 0.7311, 0.2689);
    }
  }

  @Test
  void addsTheSpellingsOfALabelAmongTheTopTokens() {
    // Yes: 0.3 + 0.3; No: 0.2
    server.answer(
        "/v1/completions",
        200,
        """
        {"choices":[{"logprobs":{"top_logprobs":[
        {" Yes":-1.203973,"yes":-1.203973,"No":-1.609438,"maybe":-3}]}}]}\
        """);
    try (RemoteTextModel model = connect()) {
      assertScores(model.scoreLabels(Prompt.raw("Good?"), LABELS), true, 0.75, 0.25);
    }
  }

  @Test
  void saysThatALabelBelowTheTopHasAnUpperBoundOnly() {
    // No is at most as probable as the least that was told: 0.1 beside 0.9
    server.answer(
        "/v1/chat/completions",
        200,
        """
        {"choices":[{"logprobs":{"content":[{"top_logprobs":[
        {"token":"Yes","logprob":-0.105361},{"token":"Sure","logprob":-2.302585}]}]}}]}\
        """);
    try (RemoteTextModel model = connect()) {
      assertScores(model.scoreLabels(Prompt.user("Good?"), LABELS), false, 0.9, 0.1);
    }
  }

  @Test
  void refusesAddressesWithCredentials() {
    assertThatThrownBy(
            () -> new RemoteConfig(URI.create("http://me:pw@host/v1"), null, null, GENEROUS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("url must not hold credentials; set the key instead");
    assertThatThrownBy(() -> new RemoteConfig(URI.create("ftp://host"), null, null, GENEROUS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("url must be an http or https address: ftp://host");
  }

  @Test
  void showsNoKey() {
    assertThat(config("tiny").toString()).contains("key=***").doesNotContain(KEY);
  }

  private static void assertScores(LabelScores scores, boolean exact, double... expected) {
    assertThat(scores.exact()).isEqualTo(exact);
    for (int i = 0; i < expected.length; i++) {
      assertThat(scores.probabilities().get(i)).isEqualTo(expected[i], within(1e-3));
    }
  }

  /** The tokens 11 and 22, in turn, as the server splits the labels. */
  private void tokens() {
    server.answer("/tokenize", 200, "{\"tokens\":[11]}");
    server.answer("/tokenize", 200, "{\"tokens\":[22]}");
  }

  private RemoteTextModel connect() {
    return RemoteTextModel.connect("remote", config(null));
  }

  private RemoteConfig config(@Nullable String model) {
    return new RemoteConfig(server.url(), model, new ApiKey(KEY), GENEROUS);
  }

  private static GenerationRequest request(Prompt prompt) {
    return new GenerationRequest(prompt, new Sampling(0.5, 0.9, 3), 5, List.of("."), GENEROUS);
  }
}
