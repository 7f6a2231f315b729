package dev.freshet.serving.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;

/**
 * Metrics on a port of their own, for whoever can reach it: a network, not a key, keeps it closed.
 */
@Hidden
@Requires(property = MetricsController.PORT)
@Requires(property = MetricsController.PORT, notEquals = "0")
@Secured(SecurityRule.IS_ANONYMOUS)
@Controller(value = MetricsController.PATH, port = "${" + MetricsController.PORT + "}")
class MetricsController {

  static final String PATH = "/prometheus";
  static final String PORT = "freshet.metrics.port";

  private final PrometheusMeterRegistry registry;

  MetricsController(PrometheusMeterRegistry registry, MetricsConfig config) {
    this.registry = registry;
  }

  /** Everything that is measured, in Prometheus' text format. */
  @Get(produces = "text/plain; version=0.0.4; charset=utf-8")
  @ExecuteOn(TaskExecutors.BLOCKING)
  String scrape() {
    return registry.scrape();
  }
}
