package dev.freshet.schemas.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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

  @Property
  void hashesTheUtf8BytesWhateverTheAlphabet(@ForAll String id) {
    assertThat(SeenVideos.hash(id)).isEqualTo(mixed(fnv1a(id)));
    assertThat(SeenVideos.hash("v-" + id)).isEqualTo(mixed(fnv1a("v-" + id)));
  }

  /** As published, on integers without bound. */
  private static long fnv1a(String id) {
    BigInteger hash = new BigInteger("cbf29ce484222325", 16);
    for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
      hash = hash.xor(BigInteger.valueOf(each & 0xff)).multiply(BigInteger.valueOf(0x100000001b3L));
      hash = hash.mod(BigInteger.TWO.pow(64));
    }
    return hash.longValue();
  }

  private static long mixed(long hash) {
    long spread = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return spread ^ (spread >>> 33);
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
