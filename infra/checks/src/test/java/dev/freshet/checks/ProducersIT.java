package dev.freshet.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.monitoring.Monitoring;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The producers of the page run as they stand there. Those in Python and JavaScript are skipped
 * where their libraries are not installed; {@code FRESHET_PYTHON} names another interpreter.
 */
class ProducersIT {

  private static final InfraFile PAGE = InfraFile.at("docs/how-to/send-events-with-kafka.md");
  private static final Path SCHEMAS =
      Monitoring.root().resolve("schemas/src/main/resources/dev/freshet/schemas/serde/released");

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  @TempDir private Path dir;

  @Test
  void sendFromJava() throws Exception {
    Path source = write("SendEvent.java", "java");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", dir.toString(), source.toString());
    assertThat(compiled).isZero();

    try (var loader =
        new URLClassLoader(new URL[] {dir.toUri().toURL()}, getClass().getClassLoader())) {
      loader
          .loadClass("SendEvent")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {KAFKA.bootstrapServers()});
    }

    assertArrived("alice");
  }

  @Test
  void sendFromPython() throws Exception {
    String python = System.getenv().getOrDefault("FRESHET_PYTHON", "python3");
    assumeTrue(
        runs(python, "-c", "import fastavro, confluent_kafka"),
        "fastavro and confluent-kafka are not installed for " + python);

    run(python, write("send_event.py", "python").toString());

    assertArrived("bob");
  }

  @Test
  void sendFromJavaScript() throws Exception {
    assumeTrue(
        runs("node", "-e", "require('avsc'); require('kafkajs')"),
        "avsc and kafkajs are not installed where NODE_PATH says");

    run("node", write("send_event.js", "javascript").toString());

    assertArrived("carol");
  }

  @Test
  void nameTheFingerprintOfTheSchema() throws Exception {
    String line =
        Files.readAllLines(SCHEMAS.resolve("index")).stream()
            .filter(each -> each.startsWith("FeedbackEvent-1.avsc "))
            .findFirst()
            .orElseThrow();
    String fingerprint = line.split(" ", 2)[1];

    assertThat(block("python")).contains("\"" + fingerprint + "\"");
    assertThat(block("javascript")).contains("'" + fingerprint + "'");
  }

  private static void assertArrived(String user) {
    List<ConsumerRecord<String, FeedbackEvent>> records =
        KAFKA.awaitRecords(Topics.FEEDBACK_EVENTS, 1).stream()
            .filter(record -> record.key().equals(user))
            .toList();

    assertThat(records).hasSize(1);
    FeedbackEvent event = records.getFirst().value();
    assertThat(event.getUser()).isEqualTo(user);
    assertThat(event.getVideo()).isEqualTo("v-42");
    assertThat(event.getKind()).isEqualTo(EventKind.LIKE);
    assertThat(event.getSurface()).isEqualTo("main");
    assertThat(Duration.between(event.getOccurredAt(), Instant.now()).abs())
        .isLessThan(Duration.ofHours(1));
    int murmur2 = Utils.toPositive(Utils.murmur2(user.getBytes(StandardCharsets.UTF_8)));
    assertThat(records.getFirst().partition()).isEqualTo(murmur2 % KAFKA.partitions());
  }

  private Path write(String file, String language) throws Exception {
    return Files.writeString(dir.resolve(file), block(language));
  }

  private static String block(String language) {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(PAGE.text());
    assertThat(block.find()).as(language).isTrue();
    return block.group(1);
  }

  private static boolean runs(String... command) throws Exception {
    return Program.run(command).filter(Program::succeeded).isPresent();
  }

  private void run(String interpreter, String file) throws Exception {
    File log = dir.resolve("log").toFile();
    List<String> command = new ArrayList<>(List.of(interpreter, file));
    command.addAll(
        List.of(KAFKA.bootstrapServers(), SCHEMAS.resolve("FeedbackEvent-1.avsc").toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0).as(Files.readString(log.toPath())).isTrue();
  }
}
