package dev.freshet.schemas.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenVideosTest {

  @Test
  void hashesAnIdAsItAlwaysHas() {
    // User states on disk hold these values, so they can never change.
    assertThat(SeenVideos.hash("")).isEqualTo(-1388729422223754158L);
    assertThat(SeenVideos.hash("1")).isEqualTo(6863595738265744232L);
    assertThat(SeenVideos.hash("v-100")).isEqualTo(-3870362020780458942L);
    assertThat(SeenVideos.hash("视频")).isEqualTo(-4398344953827932558L);
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
