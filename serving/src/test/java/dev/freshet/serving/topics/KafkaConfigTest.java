package dev.freshet.serving.topics;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at what the whole process prints")
class KafkaConfigTest {

  private static final String JAAS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
          + " password=\"hunter2\";";

  @TempDir Path dir;

  @Test
  void takesEveryPropertyOfClientsAsItIsNamed() {
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.of(
                "freshet.kafka.follow", "false",
                "freshet.store.dir", dir.toString(),
                "freshet.kafka.client.security.protocol", "SASL_SSL",
                "freshet.kafka.client.ssl.endpoint.identification.algorithm", "https",
                "freshet.kafka.client.sasl.jaas.config", JAAS))) {
      KafkaConfig config = context.getBean(KafkaConfig.class);

      assertThat(config.clients().config())
          .isEqualTo(
              Map.of(
                  "bootstrap.servers", "127.0.0.1:9092",
                  "security.protocol", "SASL_SSL",
                  "ssl.endpoint.identification.algorithm", "https",
                  "sasl.jaas.config", JAAS));
      assertThat(config.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
    }
  }

  @Test
  void hasNoPropertiesOfClientsByItself() {
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.of("freshet.kafka.follow", "false", "freshet.store.dir", dir.toString()))) {
      assertThat(context.getBean(KafkaConfig.class).clients().config())
          .isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:9092"));
    }
  }

  @Test
  void logsNoSecretWhenKafkaCannotBeReached() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.of(
                "freshet.store.dir", dir.toString(),
                "freshet.kafka.bootstrap-servers", "127.0.0.1:1",
                "freshet.kafka.client.security.protocol", "SASL_PLAINTEXT",
                "freshet.kafka.client.sasl.mechanism", "PLAIN",
                "freshet.kafka.client.sasl.jaas.config", JAAS,
                "freshet.kafka.client.ssl.key.password", "hunter3"))) {
      assertThat(context.isRunning()).isTrue();
      await().until(() -> printed.toString(StandardCharsets.UTF_8).contains("does not answer yet"));
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("hunter");
  }
}
