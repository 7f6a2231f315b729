package dev.freshet.models.language.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.language.text.TextModel;
import dev.freshet.models.paper.length.Kernel;
import dev.freshet.models.paper.length.LengthConfig;
import dev.freshet.models.paper.length.LengthGoal;
import dev.freshet.models.paper.length.LengthResult;
import dev.freshet.models.paper.length.LengthSampler;
import dev.freshet.models.paper.length.LengthUnit;
import dev.freshet.models.paper.length.WordMeter;
import dev.freshet.models.paper.length.prompted.CopyBrief;
import dev.freshet.models.paper.length.prompted.PromptedGrades;
import dev.freshet.models.paper.length.prompted.PromptedProposer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Length control around a server that misbehaves. */
class LengthOverHttpTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final Duration GENEROUS = Duration.ofMinutes(1);

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
  void getsToTheWantedLengthPastRefusalsCutTextsFailuresAndWrappings() {
    answer("one two three", "stop"); // the draft
    answer("I'm sorry, I can't do that today.", "stop");
    answer("one two three four five", "length");
    server.answer(CHAT, 503, "busy").answer(CHAT, 503, "busy"); // tried once more
    answer("Sure, here is a text:\\n\\n\\\"five four three two one\\\"", "stop");
    answer("7", "stop"); // the grade

    LengthResult result = run();

    assertThat(result.text()).isEqualTo("five four three two one");
    assertThat(result.satisfied()).isTrue();
    assertThat(result.proposed()).isEqualTo(1);
    assertThat(server.asked(CHAT)).hasSize(7);
  }

  @Test
  void keepsTheDraftWholeWhereEveryVersionIsCut() {
    answer("one two three", "stop");
    answer("one two three four five", "length");

    LengthResult result = run();

    assertThat(result.text()).isEqualTo("one two three");
    assertThat(result.satisfied()).isFalse();
    assertThat(server.asked(CHAT)).hasSize(5); // the draft and a round of 4 chains
  }

  private LengthResult run() {
    LengthGoal goal = LengthGoal.exact(5);
    WordMeter meter = new WordMeter();
    CopyBrief brief = new CopyBrief("Write a title.", "a cat", List.of("fluency"));
    RemoteConfig config = new RemoteConfig(server.url(), null, null, GENEROUS);
    try (TextModel model = RemoteTextModel.connect("test", config)) {
      PromptedProposer proposer =
          new PromptedProposer(
              model,
              brief,
              new PromptedProposer.Wanted(goal, LengthUnit.WORD, meter, true),
              50,
              GENEROUS);
      return new LengthSampler(
              goal,
              meter,
              proposer,
              new PromptedGrades(model, brief, GENEROUS).absolute(),
              new LengthConfig(Kernel.BOUND, 1, 4, 0, 7))
          .run();
    }
  }

  private void answer(String content, String finish) {
    server.answer(
        CHAT,
        200,
        """
        data: {"choices":[{"delta":{"content":"%s"}}]}
        data: {"choices":[{"delta":{},"finish_reason":"%s"}]}
        data: [DONE]
        """
            .formatted(content, finish));
  }
}
