package dev.freshet.testkit.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.testkit.monitoring.PromQl.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {

  @Test
  void findsEverySelectorOfAnExpression() {
    var selectors =
        PromQl.selectors(
            """
            histogram_quantile(0.99, sum by (le) (rate(a_bucket{job="x",uri="/u/{user}"}[5m]))) > 0.2
            and on () time() - max(b{job=~"x|y", topic!="t"}) / 1e3 < 900""");

    assertThat(selectors)
        .containsExactly(
            new Selector("a_bucket", Set.of("job", "uri"), Set.of("x")),
            new Selector("b", Set.of("job", "topic"), Set.of("x", "y")));
  }

  @Test
  void refusesAMetricWithoutBraces() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromQl.selectors("sum(rate(a_total[5m])) > 0"))
        .withMessageContaining("a_total");
  }

  @Test
  void refusesASelectorWithoutItsJob() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromQl.selectors("a{topic=\"t\"} > 0"))
        .withMessageContaining("a does not say its job");
  }

  @Test
  void readsTheNamesOfAnExposition() {
    String exposition =
        """
        # HELP a_total what it counts
        # TYPE a_total counter
        a_total{topic="t"} 1.0
        b 2.0
        """;

    assertThat(Monitoring.exported(exposition)).containsExactly("a_total", "b");
  }

  @Test
  void findsTheMetricsOfEachProcessInThisCheckout() {
    Monitoring monitoring = Monitoring.ofThisCheckout();

    assertThat(monitoring.metrics("serving")).contains("freshet_serving_lag").doesNotContain("up");
    assertThat(monitoring.metrics("streams")).contains("freshet_topology_running");
    assertThat(monitoring.metrics("flink")).contains("flink_jobmanager_job_numRestarts");
  }
}
