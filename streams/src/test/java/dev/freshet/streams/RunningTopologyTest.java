package dev.freshet.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class RunningTopologyTest {

  @Test
  void hasStalledWhereItRunsAndPublishesNothing() {
    assertThat(RunningTopology.state(State.RUNNING, Duration.ofSeconds(30))).isEqualTo("RUNNING");
    assertThat(RunningTopology.state(State.RUNNING, Duration.ofMillis(30_001)))
        .isEqualTo("STALLED");
  }

  @Test
  void hasNotStalledWhileItRestores() {
    assertThat(RunningTopology.state(State.REBALANCING, Duration.ofHours(1)))
        .isEqualTo("REBALANCING");
  }
}
