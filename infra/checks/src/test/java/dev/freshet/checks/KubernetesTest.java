package dev.freshet.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesTest {

  private static final String FOLDER = "infra/kubernetes";

  static List<JsonNode> documents() {
    return InfraFile.below(FOLDER, ".yaml").stream()
        .flatMap(file -> file.documents().stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void followTheFormOfTheirKind(JsonNode document) {
    assertThat(InfraFile.problems(document, "kubernetes")).isEmpty();
  }

  @Test
  void followTheFormOfTheirKindOnlyWithoutMisspeltKeys() {
    JsonNode serving = InfraFile.at(FOLDER + "/serving.yaml").documents().getFirst();
    ((ObjectNode) serving.path("spec")).put("replica", 3);

    assertThat(InfraFile.problems(serving, "kubernetes")).isNotEmpty();
  }

  @Test
  void areAppliedTogetherButForWhatNeedsThePrometheusOperator() {
    JsonNode kustomization = InfraFile.at(FOLDER + "/kustomization.yaml").document();

    assertThat(InfraFile.each(kustomization.path("resources")).map(JsonNode::asText))
        .containsExactlyInAnyOrder(
            "kafka.yaml",
            "network.yaml",
            "serving.yaml",
            "streams.yaml",
            "features.yaml",
            "labels.yaml",
            "training.yaml",
            "fusion.yaml",
            "fusion-training.yaml");
  }

  @Test
  void setOnlyWhatTheConfigurationKnows() {
    assertThat(containers().flatMap(container -> InfraFile.each(container.path("env"))))
        .extracting(variable -> variable.path("name").asText())
        .filteredOn(name -> name.startsWith("FRESHET_") || name.startsWith("MICRONAUT_"))
        .isNotEmpty()
        .isSubsetOf(Sources.environment());
  }

  @Test
  void referToKeysOfTheConfigMapThatAreThere() {
    JsonNode kafka = InfraFile.at(FOLDER + "/kafka.yaml").document();

    assertThat(documents())
        .flatExtracting(document -> document.findValues("configMapKeyRef"))
        .isNotEmpty()
        .allSatisfy(
            reference -> {
              assertThat(reference.path("name")).isEqualTo(kafka.at("/metadata/name"));
              assertThat(kafka.path("data").has(reference.path("key").asText())).isTrue();
            });
  }

  @Test
  void startEveryJobWithClassesKeysAndJarThatAreThere() {
    List<JsonNode> jobs =
        documents().stream().filter(each -> isKind(each, "FlinkDeployment")).toList();

    assertThat(jobs).hasSize(5);
    for (JsonNode job : jobs) {
      assertThat(job.at("/spec/job/jarURI").asText())
          .isEqualTo("local:///opt/flink/lib/" + Sources.jar("flink-jobs"));
      assertThat(Sources.hasClass("flink-jobs", job.at("/spec/job/entryClass").asText())).isTrue();
      assertThat(job.at("/spec/flinkVersion").asText())
          .isEqualTo("v" + majorAndMinor(Sources.version("flink.version")));
      assertThat(settings(job).keySet()).isSubsetOf(Sources.keys());
    }
  }

  @Test
  void giveEveryJobWhatTheConfigMapSaysWhereItIsCopied() {
    JsonNode kafka = InfraFile.at(FOLDER + "/kafka.yaml").document().path("data");

    for (JsonNode job :
        documents().stream().filter(each -> isKind(each, "FlinkDeployment")).toList()) {
      JsonNode args = job.at("/spec/job/args");
      assertThat(args.get(0).asText()).isEqualTo("--bootstrap");
      assertThat(args.get(1)).isEqualTo(kafka.path("bootstrap-servers"));
      assertThat(args.get(3).asText())
          .isEqualTo("freshet.kafka.partitions=" + kafka.path("partitions").asText());
      assertThat(args.get(5).asText())
          .isEqualTo("freshet.kafka.replication=" + kafka.path("replication").asText());
    }
  }

  @Test
  void startTheTopologiesWithOptionsThatTheyHave() {
    assertThat(
            containers()
                .filter(container -> container.path("name").asText().equals("streams"))
                .flatMap(container -> InfraFile.each(container.path("args"))))
        .extracting(JsonNode::asText)
        .filteredOn(word -> word.startsWith("--"))
        .isNotEmpty()
        .isSubsetOf(Sources.options());
  }

  @Test
  void listenWhereTheImagesDo() {
    assertThat(containers().flatMap(container -> InfraFile.each(container.path("ports"))))
        .extracting(port -> port.path("containerPort").asInt())
        .containsOnly(8080, 9464, 8081, 9249);
  }

  @Test
  void areScrapedUnderTheNamesThatAlertsSelectBy() {
    assertThat(documents())
        .flatExtracting(document -> document.findValuesAsText("freshet.dev/job"))
        .contains("serving", "streams", "flink");
  }

  @Test
  void keepToTheRestrictedPodSecurityProfile() {
    assertThat(pods()).isNotEmpty().allSatisfy(KubernetesTest::isRestricted);
  }

  @Test
  void keepToTheRestrictedProfileOnlyWithAllPrivilegesDropped() {
    JsonNode pod = pods().findFirst().orElseThrow().deepCopy();
    ((ObjectNode) pod.at("/containers/0/securityContext/capabilities")).putArray("drop");

    assertThatThrownBy(() -> isRestricted(pod)).isInstanceOf(AssertionError.class);
  }

  @Test
  void writeIntoVolumesOnly() {
    assertThat(pods())
        .allSatisfy(
            pod ->
                assertThat(InfraFile.each(pod.path("containers")))
                    .allSatisfy(
                        container -> {
                          assertThat(
                                  container
                                      .at("/securityContext/readOnlyRootFilesystem")
                                      .asBoolean())
                              .isTrue();
                          assertThat(InfraFile.each(container.path("volumeMounts")))
                              .extracting(mount -> mount.path("mountPath").asText())
                              .contains("/tmp");
                        }));
  }

  @Test
  void haveNoPluginCopiedAtTheStartWhereTheRootIsReadOnly() {
    assertThat(InfraFile.at("infra/images/flink.Dockerfile").text())
        .contains("mv opt/flink-s3-fs-presto-*.jar plugins/s3-fs-presto/");
    assertThat(containers().flatMap(container -> InfraFile.each(container.path("env"))))
        .extracting(variable -> variable.path("name").asText())
        .doesNotContain("ENABLE_BUILT_IN_PLUGINS");
  }

  @Test
  void answerMetricsToPrometheusOnly() {
    JsonNode serving =
        documents().stream()
            .filter(each -> isKind(each, "NetworkPolicy"))
            .filter(each -> each.at("/metadata/name").asText().equals("freshet-serving"))
            .findFirst()
            .orElseThrow();

    assertThat(InfraFile.each(serving.at("/spec/ingress")))
        .filteredOn(rule -> rule.at("/ports/0/port").asInt() == 9464)
        .singleElement()
        .satisfies(
            rule ->
                assertThat(
                        rule.at(
                                "/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                            .asText())
                    .isEqualTo("monitoring"));
  }

  @Test
  void letNobodyConnectToAPodThatNoPolicySpeaksOf() {
    List<String> isolated =
        documents().stream()
            .filter(each -> isKind(each, "NetworkPolicy"))
            .map(each -> each.at("/spec/podSelector/matchLabels/freshet.dev~1job").asText())
            .toList();

    assertThat(pods()).hasSize(7);
    assertThat(podLabels()).hasSize(7).isSubsetOf(isolated);
  }

  @Test
  void openNothingToEveryoneButTheHttpApi() {
    assertThat(documents())
        .filteredOn(each -> isKind(each, "NetworkPolicy"))
        .filteredOn(
            each -> InfraFile.each(each.at("/spec/ingress")).anyMatch(rule -> !rule.has("from")))
        .extracting(each -> each.at("/metadata/name").asText())
        .containsExactly("freshet-serving");
  }

  /** What the profile asks of a pod without volumes of the host and without host namespaces. */
  private static void isRestricted(JsonNode pod) {
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(InfraFile.each(pod.path("containers")))
        .allSatisfy(
            container -> {
              JsonNode context = container.path("securityContext");
              assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
              assertThat(InfraFile.each(context.at("/capabilities/drop")).map(JsonNode::asText))
                  .containsExactly("ALL");
            });
  }

  private static Stream<JsonNode> pods() {
    return templates().map(template -> template.path("spec"));
  }

  private static Stream<String> podLabels() {
    return templates().map(template -> template.at("/metadata/labels/freshet.dev~1job").asText());
  }

  private static Stream<JsonNode> templates() {
    return documents().stream()
        .flatMap(
            document -> Stream.of(document.at("/spec/template"), document.at("/spec/podTemplate")))
        .filter(template -> !template.isMissingNode());
  }

  private static Stream<JsonNode> containers() {
    return documents().stream()
        .flatMap(document -> document.findValues("containers").stream())
        .flatMap(InfraFile::each);
  }

  private static Map<String, String> settings(JsonNode job) {
    Map<String, String> settings = new TreeMap<>();
    List<String> args = InfraFile.each(job.at("/spec/job/args")).map(JsonNode::asText).toList();
    for (int i = 0; i < args.size(); i += 2) {
      if (args.get(i).equals("--set")) {
        String[] setting = args.get(i + 1).split("=", 2);
        settings.put(setting[0], setting[1]);
      }
    }
    return settings;
  }

  private static String majorAndMinor(String version) {
    return version.substring(0, version.lastIndexOf('.')).replace('.', '_');
  }

  private static boolean isKind(JsonNode document, String kind) {
    return document.path("kind").asText().equals(kind);
  }
}
