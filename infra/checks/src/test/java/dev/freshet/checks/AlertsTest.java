package dev.freshet.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The alerts and the page that says what to do about them. */
class AlertsTest {

  private static final InfraFile ALERTS = InfraFile.at("infra/prometheus/alerts.yaml");
  private static final InfraFile TESTS = InfraFile.at("infra/prometheus/alerts.test.yaml");

  @Test
  void followTheFormOfPrometheus() {
    assertThat(InfraFile.problems(ALERTS.document(), "alerts")).isEmpty();
  }

  @Test
  void followTheFormOfPrometheusOnlyWithAKnownSeverity() {
    JsonNode document = ALERTS.document();
    JsonNode labels = document.at("/groups/0/rules/0/labels");
    ((ObjectNode) labels).put("severity", "loud");

    assertThat(InfraFile.problems(document, "alerts")).hasSize(1);
  }

  @Test
  void haveASectionEachInThePageThatAnswersThem() {
    List<String> sections =
        InfraFile.at("docs/how-to/answer-an-alert.md")
            .text()
            .lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4))
            .toList();

    assertThat(sections).isNotEmpty().isEqualTo(alerts());
  }

  @Test
  void haveATestEachOfWhenTheyFireAndOfWhenTheyDoNot() {
    List<JsonNode> cases =
        InfraFile.each(TESTS.document().path("tests"))
            .flatMap(test -> InfraFile.each(test.path("alert_rule_test")))
            .toList();

    assertThat(cases)
        .filteredOn(each -> !each.path("exp_alerts").isEmpty())
        .extracting(each -> each.path("alertname").asText())
        .containsAll(alerts());
    assertThat(cases)
        .filteredOn(each -> each.path("exp_alerts").isEmpty())
        .extracting(each -> each.path("alertname").asText())
        .containsAll(alerts());
  }

  @Test
  void fireWhenTheirTestsSay() throws Exception {
    Optional<Program> promtool = Program.run("promtool", "test", "rules", TESTS.path().toString());

    assumeTrue(promtool.isPresent(), "promtool, which comes with Prometheus, is not installed");
    assertThat(promtool.get().succeeded()).as(promtool.get().output()).isTrue();
  }

  private static List<String> alerts() {
    return InfraFile.each(ALERTS.document().path("groups"))
        .flatMap(group -> InfraFile.each(group.path("rules")))
        .map(rule -> rule.path("alert").asText())
        .toList();
  }

  @Test
  void areReadByThePrometheusThatScrapesTheSameJobs() {
    JsonNode prometheus = InfraFile.at("infra/prometheus/prometheus.yaml").document();

    assertThat(prometheus.at("/rule_files/0").asText()).isEqualTo("alerts.yaml");
    assertThat(InfraFile.each(prometheus.path("scrape_configs")).map(j -> j.path("job_name")))
        .extracting(JsonNode::asText)
        .containsExactly("serving", "streams", "flink");
  }
}
