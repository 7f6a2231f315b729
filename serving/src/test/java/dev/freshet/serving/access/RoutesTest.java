package dev.freshet.serving.access;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route that the router knows, with every role and with none, on a node with keys. */
class RoutesTest {

  private static final Set<Role> OPEN = Set.of();
  private static final Set<Role> INGEST = Set.of(Role.INGEST, Role.ADMIN);
  private static final Set<Role> READ = Set.of(Role.READ, Role.ADMIN);
  private static final Set<Role> ADMIN = Set.of(Role.ADMIN);

  /** Whose keys may ask what; what begins with {@code /console/api} is read. */
  private static final Map<String, Set<Role>> EXPECTED =
      Map.ofEntries(
          entry("POST /v1/events", INGEST),
          entry("POST /v1/videos", INGEST),
          entry("DELETE /v1/videos/{video}", INGEST),
          entry("GET /v1/videos", READ),
          entry("GET /v1/videos/{video}", READ),
          entry("GET /v1/videos/{video}/similar", READ),
          entry("GET /v1/users/{user}/recommendations", READ),
          entry("POST /v1/users/{user}/recommendations", READ),
          entry("GET /v1/users/{user}/state", READ),
          entry("DELETE /v1/users/{user}", ADMIN),
          entry("GET /v1/trending", READ),
          entry("GET /v1/live", READ),
          entry("GET /v1/dead-letters/{topic}", ADMIN),
          entry("GET /v1/models/{model}/releases", ADMIN),
          entry("POST /v1/models/{model}/rollback", ADMIN),
          entry("GET /health", OPEN),
          entry("GET /health/{selector}", OPEN),
          entry("GET /prometheus", READ));

  @TempDir static Path dir;
  private static final Map<Role, String> SECRETS = new EnumMap<>(Role.class);
  private static EmbeddedServer server;
  private static Http http;

  @BeforeAll
  static void start() {
    String records =
        Stream.of(Role.values())
            .map(
                role -> {
                  ApiKey.Made made =
                      ApiKey.make("test-" + role.title(), Set.of(role), new SecureRandom());
                  SECRETS.put(role, made.secret());
                  return made.key().record();
                })
            .collect(Collectors.joining(","));
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port",
                "-1",
                "freshet.kafka.follow",
                "false",
                "freshet.console.interval", // a stream begins after some, where no broker answers
                "100ms",
                "freshet.store.dir",
                dir.toString(),
                "freshet.access.keys",
                records));
    http = new Http(server.getURI());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<String> routes() {
    return server
        .getApplicationContext()
        .getBean(Router.class)
        .uriRoutes()
        .map(RoutesTest::name)
        .distinct()
        .sorted()
        .toList();
  }

  private static String name(UriRouteInfo<?, ?> route) {
    return route.getHttpMethodName() + " " + route.getUriMatchTemplate().toPathString();
  }

  @Test
  void knowsEveryRoute() {
    Set<String> known = new TreeSet<>(EXPECTED.keySet());

    assertThat(routes())
        .filteredOn(route -> !route.startsWith("HEAD ") && !route.contains(" /console/"))
        .containsExactlyElementsOf(known);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void answersThoseWhoMayAskAndNobodyElse(String route) {
    Set<Role> allowed = allowed(route);

    assertThat(ask(route, http).status() == 401).as("no key").isEqualTo(!allowed.isEmpty());
    for (Role role : Role.values()) {
      Answer answer = ask(route, http.with(Map.of("Authorization", "Bearer " + SECRETS.get(role))));

      if (allowed.isEmpty() || allowed.contains(role)) {
        assertThat(answer.status()).as(role.title()).isNotIn(401, 403, 500);
      } else {
        assertThat(answer.status()).as(role.title()).isEqualTo(403);
      }
    }
  }

  @Test
  void sendsAProblemToThoseWhoMayNot() {
    Answer none = http.get("/v1/trending");
    Answer wrong = http.with(Map.of("X-API-Key", "freshet_test-read.x")).get("/v1/trending");
    Answer other = http.with(Map.of("X-API-Key", SECRETS.get(Role.INGEST))).get("/v1/trending");
    Answer right = http.with(Map.of("X-API-Key", SECRETS.get(Role.READ))).get("/v1/trending");

    for (Answer answer : List.of(none, wrong)) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.type()).isEqualTo("application/problem+json");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(answer.json().path("type").asText())
          .isEqualTo("urn:freshet:problem:unauthenticated");
    }
    assertThat(other.status()).isEqualTo(403);
    assertThat(other.json().path("type").asText()).isEqualTo("urn:freshet:problem:forbidden");
    assertThat(right.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/readiness", "/health/liveness"})
  void tellsTheStateOfTheNodeToAllAndWhatItIsMadeOfToReaders(String path) {
    assertThat(fields(http.get(path))).isEqualTo(Map.of("status", "UP"));
    assertThat(fields(http.with(Map.of("X-API-Key", "freshet_test-read.x")).get(path)))
        .isEqualTo(Map.of("status", "UP"));
    for (Role role : Role.values()) {
      Answer answer = http.with(Map.of("X-API-Key", SECRETS.get(role))).get(path);

      if (READ.contains(role)) {
        assertThat(fields(answer)).as(role.title()).containsKeys("name", "details");
      } else {
        assertThat(fields(answer)).as(role.title()).isEqualTo(Map.of("status", "UP"));
      }
    }
  }

  @Test
  void saysNothingOfParametersToThoseWhoMayNotAsk() {
    assertThat(http.get("/v1/trending?what=ever").status()).isEqualTo(401);
  }

  @Test
  void leavesFilesAndWhatIsNotThereOpen() {
    assertThat(http.get("/openapi.yml").status()).isEqualTo(200);
    assertThat(http.get("/nowhere").status()).isEqualTo(404);
  }

  private static Set<Role> allowed(String route) {
    String asGet = route.replace("HEAD ", "GET ");
    return asGet.contains(" /console/api/") ? READ : EXPECTED.getOrDefault(asGet, OPEN);
  }

  /** The fields that hold something. */
  private static Map<String, String> fields(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().properties().stream()
        .filter(field -> !field.getValue().isNull())
        .collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().asText()));
  }

  private static Answer ask(String route, Http as) {
    String method = route.substring(0, route.indexOf(' '));
    String path =
        route
            .substring(route.indexOf(' ') + 1)
            .replace("{selector}", "liveness")
            .replaceAll("\\{\\w+}", "x");
    return path.equals("/v1/live")
        ? as.begin(path)
        : as.send(method, path, "application/json", method.equals("POST") ? "{}" : "");
  }
}
