package dev.freshet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.logging.LoggingProcess;
import org.junit.jupiter.api.Test;

class LogFormatTest {

  @Test
  void isTextForPeople() {
    assertThat(LoggingProcess.line(""))
        .doesNotStartWith("{")
        .contains(" INFO ")
        .endsWith("copy was dropped topic=\"videos\"");
  }

  @Test
  void isJsonForACollectorOfLogs() {
    assertThat(LoggingProcess.line("json"))
        .startsWith("{")
        .endsWith("}")
        .contains("\"level\":\"INFO\"")
        .contains("\"loggerName\":\"dev.freshet.Example\"")
        .contains("\"message\":\"copy was dropped\"")
        .contains("\"kvpList\": [{\"topic\":\"videos\"}]");
  }
}
