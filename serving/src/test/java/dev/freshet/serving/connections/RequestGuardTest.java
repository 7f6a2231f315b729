package dev.freshet.serving.connections;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.json.JsonMapper;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long an answer waits to be read, on a clock of the test's own. */
class RequestGuardTest {

  private final Counter refused = new SimpleMeterRegistry().counter("refused");
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new RequestGuard(
              new ConnectionConfig(1, 1, Duration.ofSeconds(30), Duration.ofSeconds(10)),
              new Refusals(JsonMapper.createDefault(), new HttpServerConfiguration()),
              refused));

  @BeforeEach
  void stopTheClock() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void closesAConnectionWhoseAnswersAreNotRead() {
    setWritable(false);

    pass(9);
    assertThat(channel.isOpen()).isTrue();
    pass(2);
    assertThat(channel.isOpen()).isFalse();
    assertThat(refused.count()).isEqualTo(1);
  }

  @Test
  void keepsAConnectionWhoseAnswersAreReadNowAndThen() {
    for (int i = 0; i < 5; i++) {
      setWritable(false);
      pass(6);
      setWritable(true);
      setWritable(false);
      pass(3);
    }
    setWritable(true);
    pass(60);

    assertThat(channel.isOpen()).isTrue();
  }

  private void setWritable(boolean writable) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    channel.runPendingTasks();
  }

  private void pass(long seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }
}
