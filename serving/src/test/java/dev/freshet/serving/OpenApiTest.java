package dev.freshet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class OpenApiTest {

  @TempDir Path dir;

  @Test
  void describesExactlyTheRoutesThatThereAre() {
    try (EmbeddedServer server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port", "-1",
                "freshet.kafka.follow", "false",
                "freshet.store.dir", dir.toString()))) {
      Http.Answer answer = new Http(server.getURI()).get("/openapi.yml");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(described(answer.body()))
          .isNotEmpty()
          .isEqualTo(routes(server.getApplicationContext().getBean(Router.class)));
    }
  }

  private static Set<String> described(String document) {
    Map<String, Map<String, Map<String, Object>>> root = new Yaml().load(document);
    Set<String> routes = new TreeSet<>();
    root.getOrDefault("paths", Map.of())
        .forEach(
            (path, methods) ->
                methods
                    .keySet()
                    .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return routes;
  }

  /** Routes under /v1; HEAD comes with each GET. */
  private static Set<String> routes(Router router) {
    return router
        .uriRoutes()
        .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate().toPathString())
        .filter(route -> route.contains(" /v1/") && !route.startsWith("HEAD "))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
