package dev.freshet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaLinksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cdn.example/cat.jpg?w=90#t=1",
        "HTTP://cdn.example:8080/",
        "file:covers/v-7.jpg",
        "file:///srv/media/covers/v-7.jpg",
        "/media/cat.jpg",
        "/media/a/b%20c.mp4?x=1"
      })
  void mayLeadToTheWebToFilesAndToMedia(String link) {
    assertThatCode(() -> MediaLinks.check("media", Map.of("cover", link)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/users/bob/recommendations",
        "/prometheus",
        "v1/trending",
        "?x",
        "",
        "/media",
        "/mediaX/cat.jpg",
        "/media/../v1/trending",
        "/media/%2e%2e/v1/trending",
        "/media/..%2fv1/trending",
        "/media/..\\v1/trending",
        "/media/%5c../x",
        "//evil.example/media/cat.jpg",
        "https:///cat.jpg",
        "https:cat.jpg",
        "https://user:password@cdn.example/",
        "javascript:alert(1)",
        "data:image/png;base64,AA==",
        "blob:https://cdn.example/1",
        "ftp://cdn.example/cat.jpg",
        "not a link"
      })
  void mustNotLeadAnywhereElse(String link) {
    assertThatThrownBy(() -> MediaLinks.check("media", Map.of("cover", link)))
        .hasMessageContaining("/media/")
        .hasFieldOrPropertyWithValue("field", "media.cover");
  }
}
