package dev.freshet.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ComposeTest {

  private static final InfraFile FILE = InfraFile.at("infra/compose/compose.yaml");
  private static final Path FOLDER = FILE.path().getParent();

  private final JsonNode services = FILE.document().path("services");

  @Test
  void followsTheFormOfCompose() {
    assertThat(InfraFile.problems(FILE.document(), "compose")).isEmpty();
  }

  @Test
  void followsTheFormOfComposeOnlyWithoutMisspeltKeys() {
    JsonNode document = FILE.document();
    ((ObjectNode) document.at("/services/kafka")).put("enviroment", "x");

    assertThat(InfraFile.problems(document, "compose")).isNotEmpty();
  }

  @Test
  void runsTheKafkaThatTheClientsAreBuiltFor() {
    assertThat(services.at("/kafka/image").asText())
        .isEqualTo("apache/kafka:" + Sources.version("kafka.version"));
  }

  @Test
  void buildsItsImagesFromFilesThatAreThere() {
    services.forEach(
        service -> {
          if (service.has("build")) {
            Path context = FOLDER.resolve(service.at("/build/context").asText()).normalize();
            assertThat(context.resolve(service.at("/build/dockerfile").asText())).exists();
          }
        });
  }

  @Test
  void mountsFilesThatAreThereAndVolumesThatAreDeclared() {
    Set<String> used = new TreeSet<>();
    services.forEach(
        service ->
            service
                .path("volumes")
                .forEach(
                    volume -> {
                      String source = volume.asText().split(":", 2)[0];
                      if (source.startsWith(".")) {
                        assertThat(Files.exists(FOLDER.resolve(source))).as(source).isTrue();
                      } else {
                        used.add(source);
                      }
                    }));

    assertThat(FILE.document().path("volumes").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void dependsOnlyOnServicesThatAreThereAndSayWhetherTheyAreHealthy() {
    services.forEach(
        service ->
            service
                .path("depends_on")
                .properties()
                .forEach(
                    dependency -> {
                      assertThat(services.has(dependency.getKey())).isTrue();
                      assertThat(services.path(dependency.getKey()).has("healthcheck")).isTrue();
                    }));
  }

  @Test
  void setsOnlyWhatTheConfigurationKnows() {
    List<String> variables = new ArrayList<>();
    services.forEach(
        service -> service.path("environment").fieldNames().forEachRemaining(variables::add));

    assertThat(variables)
        .filteredOn(name -> name.startsWith("FRESHET_") || name.startsWith("MICRONAUT_"))
        .isNotEmpty()
        .isSubsetOf(Sources.environment());
  }

  @Test
  void startsEveryJobOnceWithAKeyOfTheConfiguration() {
    List<String> jobs = new ArrayList<>();
    services.forEach(
        service -> {
          List<String> command = texts(service.path("command"));
          if (command.contains("continue-job.sh")) {
            jobs.add(command.get(2));
            assertThat(command.get(1)).isEqualTo("/opt/flink/state");
            for (int i = 3; i < command.size(); i += 2) {
              assertThat(command.get(i)).isIn("--bootstrap", "--profile", "--set");
              if (command.get(i).equals("--set")) {
                assertThat(Sources.keys()).contains(command.get(i + 1).split("=", 2)[0]);
              }
            }
          }
        });

    assertThat(jobs).hasSize(5).doesNotHaveDuplicates();
    assertThat(jobs).allMatch(job -> Sources.hasClass("flink-jobs", job));
  }

  @Test
  void startsTheTopologiesWithOptionsThatTheyHave() {
    assertThat(texts(services.at("/streams/command")))
        .filteredOn(word -> word.startsWith("--"))
        .isNotEmpty()
        .isSubsetOf(Sources.options());
  }

  @Test
  void givesEveryProcessTheSamePartitions() {
    Map<String, String> partitions = new TreeMap<>();
    services
        .properties()
        .forEach(
            service -> {
              JsonNode variable = service.getValue().at("/environment/FRESHET_KAFKA_PARTITIONS");
              if (!variable.isMissingNode()) {
                partitions.put(service.getKey(), variable.asText());
              }
              List<String> command = texts(service.getValue().path("command"));
              int option = command.indexOf("--partitions");
              if (option >= 0) {
                partitions.put(service.getKey(), command.get(option + 1));
              }
              command.stream()
                  .filter(word -> word.startsWith("freshet.kafka.partitions="))
                  .forEach(word -> partitions.put(service.getKey(), word.split("=", 2)[1]));
            });

    assertThat(partitions).hasSize(8);
    assertThat(partitions.values()).containsOnly("4");
  }

  @Test
  void isScrapedWhereItsProcessesListen() {
    Map<String, String> ports =
        Map.of("freshet/serving", "9464", "freshet/streams", "8081", "freshet/flink", "9249");
    Set<String> expected = new TreeSet<>();
    services
        .properties()
        .forEach(
            service -> {
              String port = ports.get(service.getValue().path("image").asText());
              if (port != null) {
                expected.add(service.getKey() + ":" + port);
              }
            });

    Set<String> scraped = new TreeSet<>();
    InfraFile.at("infra/prometheus/prometheus.yaml")
        .document()
        .path("scrape_configs")
        .forEach(job -> scraped.addAll(texts(job.at("/static_configs/0/targets"))));

    assertThat(scraped).isEqualTo(expected);
  }

  private static List<String> texts(JsonNode array) {
    return InfraFile.each(array).map(JsonNode::asText).toList();
  }
}
