package dev.freshet.serving.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressCheckTest {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void refusesToListenBeyondThisMachineWithoutKeys(String host) {
    Throwable refused = catchThrowable(() -> start(Map.of("micronaut.server.host", host)).close());

    assertThat(refused)
        .hasRootCauseInstanceOf(UnprotectedException.class)
        .hasRootCauseMessage(
            "serving does not listen on "
                + host
                + " without keys: set freshet.access.keys (./freshet key makes one), or"
                + " micronaut.server.host=127.0.0.1");
  }

  @Test
  void refusesAFurtherListenerBeyondThisMachineWithoutKeys() {
    Throwable refused =
        catchThrowable(
            () -> start(Map.of("micronaut.server.netty.listeners.all.port", "-1")).close());

    assertThat(refused).hasRootCauseInstanceOf(UnprotectedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void listensOnThisMachineWithoutKeys(String host) {
    try (ApplicationContext node = start(Map.of("micronaut.server.host", host))) {
      assertThat(node.isRunning()).isTrue();
    }
  }

  @Test
  void listensAnywhereWithAKey() {
    String record = ApiKey.make("ops", Set.of(Role.ADMIN), new SecureRandom()).key().record();

    try (ApplicationContext node =
        start(Map.of("micronaut.server.host", "0.0.0.0", "freshet.access.keys", record))) {
      assertThat(node.isRunning()).isTrue();
    }
  }

  private ApplicationContext start(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("freshet.kafka.follow", "false");
    all.put("freshet.store.dir", dir.toString());
    return ApplicationContext.run(all);
  }
}
