package dev.freshet.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {

  static List<InfraFile> dashboards() {
    return InfraFile.below("infra/grafana/dashboards", ".json");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void followTheFormOfGrafana(InfraFile dashboard) {
    assertThat(InfraFile.problems(dashboard.document(), "dashboard")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void placeTheirPanelsSideBySide(InfraFile dashboard) {
    List<JsonNode> places =
        InfraFile.each(dashboard.document().path("panels")).map(p -> p.path("gridPos")).toList();

    assertThat(places).doesNotHaveDuplicates();
    for (JsonNode one : places) {
      assertThat(one.path("x").asInt() + one.path("w").asInt()).isLessThanOrEqualTo(24);
      assertThat(places).filteredOn(other -> !other.equals(one) && overlap(one, other)).isEmpty();
    }
  }

  @Test
  void haveAnAddressEach() {
    assertThat(dashboards())
        .extracting(dashboard -> dashboard.document().path("uid").asText())
        .hasSizeGreaterThan(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void askTheDataSourceThatIsProvisioned() {
    JsonNode source =
        InfraFile.at("infra/grafana/provisioning/datasources/prometheus.yaml")
            .document()
            .at("/datasources/0");

    assertThat(dashboards())
        .flatExtracting(dashboard -> dashboard.document().findValuesAsText("uid"))
        .filteredOn(uid -> !uid.startsWith("freshet-"))
        .isNotEmpty()
        .containsOnly(source.path("uid").asText());
  }

  private static boolean overlap(JsonNode one, JsonNode other) {
    return one.path("x").asInt() < other.path("x").asInt() + other.path("w").asInt()
        && other.path("x").asInt() < one.path("x").asInt() + one.path("w").asInt()
        && one.path("y").asInt() < other.path("y").asInt() + other.path("h").asInt()
        && other.path("y").asInt() < one.path("y").asInt() + one.path("h").asInt();
  }
}
