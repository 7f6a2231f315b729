package dev.freshet.serving.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, localhost:8080, true",
    "https://feeds.example, feeds.example, true",
    "https://feeds.example, feeds.example:443, true",
    "http://feeds.example, feeds.example:80, true",
    "http://feeds.example, feeds.example:443, false",
    "http://localhost:9999, localhost:8080, false",
    "http://x.localhost:8080, localhost:8080, false",
    "http://localhost:8080.evil.example, localhost:8080, false",
    "null, localhost:8080, false",
    "file://, localhost:8080, false",
    "chrome-extension://localhost:8080, localhost:8080, false"
  })
  void knowsThePagesOfTheNodeItself(String origin, String host, boolean same) {
    assertThat(Origins.isSame(origin, host)).isEqualTo(same);
  }

  @Test
  void containsExactlyWhatIsConfigured() {
    Origins origins = origins("https://app.example, http://localhost:5173");

    assertThat(origins.contains("https://app.example")).isTrue();
    assertThat(origins.contains("http://localhost:5173")).isTrue();
    assertThat(origins.contains("http://app.example")).isFalse();
    assertThat(origins.contains("https://app.example:8443")).isFalse();
    assertThat(origins.contains("https://app.example.evil.example")).isFalse();
    assertThat(origins.contains("null")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "null", "app.example", "https://app.example/", "ftp://app.example"})
  void refusesWhatIsNoOrigin(String entry) {
    assertThatThrownBy(() -> origins(entry)).hasMessageContaining("freshet.access.origins");
  }

  private static Origins origins(String origins) {
    return new Origins(new BrowserConfig("", origins));
  }
}
