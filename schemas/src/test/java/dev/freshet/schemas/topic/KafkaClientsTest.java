package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClientsTest {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "freshet.kafka.client.security.protocol", "SASL_SSL",
          "freshet.kafka.client.sasl.jaas.config", "PlainLoginModule password=hunter2;",
          "freshet.kafka.client.ssl.truststore.password", "hunter3");

  @Test
  void handsEveryPropertyOnUnderKafkasName() {
    assertThat(KafkaClients.of("h:1", SETTINGS).config())
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "h:1",
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", "PlainLoginModule password=hunter2;",
                "ssl.truststore.password", "hunter3"));
  }

  @Test
  void keepsSecretsToItselfWhenWritten() {
    assertThat(KafkaClients.of("h:1", SETTINGS))
        .hasToString(
            "KafkaClients[bootstrapServers=h:1, properties=[sasl.jaas.config, security.protocol,"
                + " ssl.truststore.password]]");
  }

  @Test
  void letsKafkaReadASecretFromAFile(@TempDir Path dir) throws IOException {
    Path secrets = Files.writeString(dir.resolve("kafka.properties"), "password=hunter4\n");

    var config =
        new AdminClientConfig(
            KafkaClients.of(
                    "h:1",
                    Map.of(
                        "freshet.kafka.client.config.providers", "file",
                        "freshet.kafka.client.config.providers.file.class",
                            "org.apache.kafka.common.config.provider.FileConfigProvider",
                        "freshet.kafka.client.ssl.key.password",
                            "${file:" + secrets + ":password}"))
                .config());

    assertThat(config.getPassword("ssl.key.password").value()).isEqualTo("hunter4");
  }

  @Test
  void refusesSettingsThatAreNoneOfKafkasClients() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaClients.of("h:1", Map.of("freshet.kafka.clients.x", "1")))
        .withMessage("no such setting: freshet.kafka.clients.x");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> KafkaClients.of("h:1", Map.of("freshet.kafka.client.bootstrap.servers", "g:1")))
        .withMessageContaining("use freshet.kafka.bootstrap-servers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaClients.of(" "))
        .withMessageContaining("freshet.kafka.bootstrap-servers");
  }
}
