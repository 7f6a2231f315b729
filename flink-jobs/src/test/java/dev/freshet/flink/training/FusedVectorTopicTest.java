package dev.freshet.flink.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.eventtime.Progress;
import org.junit.jupiter.api.Test;

class FusedVectorTopicTest {

  @Test
  void doesNotHoldUpEventTimeWhileANewFusionRewritesAllVectors() {
    assertThat(FusedVectorTopic.reader(4).progress()).isEqualTo(new Progress.NotAwaited());
  }
}
