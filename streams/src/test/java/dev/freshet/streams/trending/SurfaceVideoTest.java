package dev.freshet.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurfaceVideoTest {

  @ParameterizedTest
  @CsvSource({"main, cat", "a/b, c", "a, b/c", "'', 12/34", "7/a, /"})
  void readsBackWhatItWrote(String surface, String video) {
    var key = new SurfaceVideo(surface, video);

    assertThat(SurfaceVideo.parse(key.key())).isEqualTo(key);
  }
}
