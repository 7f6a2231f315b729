package dev.freshet.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortTest {

  @Test
  void givesAnotherFreePortEachTimeAndNoneThatAnOutgoingConnectionCouldTake() {
    List<Integer> ports = IntStream.range(0, 50).mapToObj(i -> Port.free()).toList();

    assertThat(ports)
        .doesNotHaveDuplicates()
        .allMatch(port -> port < 32_768)
        .allMatch(Port::isFree);
  }
}
