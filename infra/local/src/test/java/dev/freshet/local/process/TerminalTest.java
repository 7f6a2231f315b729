package dev.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private static final ChildSpec FLINK = FakeChild.spec("flink", Path.of("diary"), "well-behaved");
  private static final ChildSpec USERS =
      FakeChild.spec("users", Path.of("diary"), "well-behaved").aloud();

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void showsOnlyWhatSpokenProcessesSayToAPerson() {
    Terminal terminal = terminal(false, false);

    terminal.line(FLINK, "checkpoint 3 complete");
    terminal.line(USERS, "12:00:00.000 WARN  FeedClient: slow");
    terminal.line(USERS, "personalised 0.31, trending 0.22, random 0.15");

    assertThat(shown()).isEqualTo("personalised 0.31, trending 0.22, random 0.15\n");
  }

  @Test
  void putsTheNameInFrontOfEveryLineWhenVerbose() {
    Terminal terminal = terminal(true, false);

    terminal.line(FLINK, "checkpoint 3 complete");
    terminal.line(USERS, "12:00:00.000 WARN  FeedClient: slow");

    assertThat(shown())
        .isEqualTo(
            "flink   | checkpoint 3 complete\nusers   | 12:00:00.000 WARN  FeedClient: slow\n");
  }

  @Test
  void coloursTheNameOnlyWhereAsked() {
    terminal(true, true).line(FLINK, "checkpoint 3 complete");

    assertThat(shown()).matches("\u001b\\[3\\dmflink   \\| \u001b\\[0mcheckpoint 3 complete\n");
  }

  private Terminal terminal(boolean verbose, boolean coloured) {
    return new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8), verbose, coloured);
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
