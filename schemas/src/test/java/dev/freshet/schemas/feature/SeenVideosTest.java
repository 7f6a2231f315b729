package dev.freshet.schemas.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenVideosTest {

  @Test
  void hashesAnIdAsItAlwaysHas() {
    // User states on disk hold these values, so they can never change.
    assertThat(SeenVideos.hash("")).isEqualTo(0L);
    assertThat(SeenVideos.hash("1")).isEqualTo(0L);
    assertThat(SeenVideos.hash("v-100")).isEqualTo(0L);
    assertThat(SeenVideos.hash("视频")).isEqualTo(0L);
  }

  @Test
  void givesEveryOfAMillionNumberedVideosItsOwnHash() {
    Set<Long> hashes = new HashSet<>();

    for (int video = 0; video < 1_000_000; video++) {
      hashes.add(SeenVideos.hash(Integer.toString(video)));
    }

    assertThat(hashes).hasSize(1_000_000);
  }
}
