package dev.freshet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

  @Test
  void describesEveryBodyAndThatAnyRouteMayAnswerAProblem() throws IOException {
    String document = document();

    for (Map<String, Object> operation : operations(document)) {
      assertThat(map(operation.get("responses"))).containsKeys("4XX", "5XX");
      Object body = operation.get("requestBody");
      if (body != null) {
        assertThat(body.toString()).contains("#/components/schemas/").doesNotContain("byte");
      }
    }
    assertThat(map(map(map(new Yaml().load(document)).get("components")).get("securitySchemes")))
        .containsOnlyKeys("bearer", "header");
  }

  /** As the build has made it. */
  private static String document() throws IOException {
    try (InputStream built =
        requireNonNull(OpenApiTest.class.getResourceAsStream("/META-INF/swagger/openapi.yml"))) {
      return new String(built.readAllBytes(), UTF_8);
    }
  }

  private static List<Map<String, Object>> operations(String document) {
    return map(map(new Yaml().load(document)).get("paths")).values().stream()
        .flatMap(path -> map(path).values().stream())
        .map(OpenApiTest::map)
        .toList();
  }

  @SuppressWarnings("unchecked") // a YAML object is one
  private static Map<String, Object> map(@Nullable Object object) {
    return (Map<String, Object>) requireNonNull(object);
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
