package dev.freshet.loadtests.system;

import static dev.freshet.testkit.Patience.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.loadtests.http.FeedClient;
import dev.freshet.loadtests.http.Page;
import dev.freshet.loadtests.http.RefusedException;
import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A user of a running system who is learned from, is erased, stays erased when the old events come
 * again, and comes back as a new one.
 */
final class ErasedUserSteps {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final String USER = "erased-user";
  private static final long LENGTH_MILLIS = 10_000;

  private final URI url;
  private final FeedClient client;
  private final TopicRecords topics;

  ErasedUserSteps(URI url, FeedClient client, TopicRecords topics) {
    this.url = url;
    this.client = client;
    this.topics = topics;
  }

  void run() throws IOException, InterruptedException, ExecutionException {
    List<ClientEvent> events = watchTwoVideos(USER);
    awaitKnownAndLearned(USER);

    erase(events);
    repeat(events);
    comeBack(events.getFirst().video());
  }

  private void erase(List<ClientEvent> events) throws IOException, InterruptedException {
    JsonNode receipt = deleted("/v1/users/" + USER);

    assertThat(client.stateVersion(USER)).isEmpty();
    assertThat(page(USER, 10).knows().stateVersion()).isZero();
    Instant erasedAt = Instant.parse(receipt.path("erasedAt").asText());
    assertThat(erasedAt)
        .isAfter(Instant.ofEpochMilli(events.getLast().occurredAt()))
        .isBeforeOrEqualTo(Instant.now());
    assertThat(receipt.path("user").asText()).isEqualTo(USER);
    assertThat(receipt.path("erased").toString()).contains("user state", "embedding rows");
    assertThat(receipt.path("expiring").toString())
        .contains("{\"topic\":\"feedback-events\",\"days\":7}");
    byte[] record =
        requireNonNull(topics.latest(Topics.ERASED_USERS, USER::equals).get(USER), "no record");
    assertThat(Topics.ERASED_USERS.valueSerde().deserializer().deserialize("", record))
        .isEqualTo(new ErasedUser(USER, erasedAt, receipt.path("requestId").asText()));
    await().pollInterval(BETWEEN_LOOKS).until(this::isForgotten);
  }

  /** The very same events, to the node, which refuses them, and past it into Kafka. */
  private void repeat(List<ClientEvent> events) throws InterruptedException, ExecutionException {
    var written =
        topics.of(Topics.FEEDBACK_EVENTS, USER::equals).stream().limit(events.size()).toList();
    String behind = userOfPartition(written.getFirst().partition());

    assertThatThrownBy(() -> client.send(events))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("occurredAt");
    topics.writeAgain(written);
    watchTwoVideos(behind);
    awaitKnownAndLearned(behind);

    assertThat(client.stateVersion(USER)).isEmpty();
    assertThat(isForgotten()).isTrue();
  }

  private void comeBack(String video) throws IOException, InterruptedException {
    client.send(List.of(watch(USER, video, Instant.now())));

    await().until(() -> client.stateVersion(USER), OptionalLong::isPresent);
    JsonNode state = answered(HttpRequest.newBuilder(url.resolve("/v1/users/" + USER + "/state")));
    assertThat(state.path("version").asLong()).isEqualTo(1);
    assertThat(state.path("seen").asInt()).isEqualTo(1);
    assertThat(state.path("positives")).hasSize(1);
    assertThat(state.at("/counters/impressions").asInt()).isZero();
  }

  private void awaitKnownAndLearned(String user) {
    await().until(() -> client.stateVersion(user), OptionalLong.of(4)::equals);
    await().pollInterval(BETWEEN_LOOKS).until(() -> hasRow(user));
  }

  /** Whether rows of the user are published. */
  private boolean hasRow(String user) {
    return topics
        .latest(Topics.EMBEDDING_ROWS, key -> key.endsWith("/user/" + user))
        .values()
        .stream()
        .anyMatch(Objects::nonNull);
  }

  /** Whether the topics have neither a state nor a row of the user any more. */
  private boolean isForgotten() {
    return !hasRow(USER)
        && topics.latest(Topics.USER_STATES, USER::equals).values().stream()
            .allMatch(Objects::isNull);
  }

  /** A user whose events come behind those of others in that partition. */
  private String userOfPartition(int partition) {
    int partitions = topics.partitions(Topics.FEEDBACK_EVENTS);
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "behind-" + i)
        .filter(user -> Utils.toPositive(hash(user)) % partitions == partition)
        .findFirst()
        .orElseThrow();
  }

  private static int hash(String key) {
    return Utils.murmur2(key.getBytes(StandardCharsets.UTF_8));
  }

  /** Four events: two videos are shown, and watched to the end. */
  private List<ClientEvent> watchTwoVideos(String user) {
    Instant now = Instant.now();
    List<ClientEvent> events = new ArrayList<>();
    for (Page.PageVideo shown : page(user, 2).videos()) {
      String id = "shown-%s-%s".formatted(user, shown.video());
      Instant at = now.minusSeconds(10);
      events.add(event(id, user, shown.video(), "IMPRESSION", at, null));
      events.add(watch(user, shown.video(), now.minusSeconds(1)));
    }
    assertThat(client.send(events).accepted()).isEqualTo(4);
    return events;
  }

  private static ClientEvent watch(String user, String video, Instant at) {
    String id = "watched-%s-%s-%d".formatted(user, video, at.toEpochMilli());
    return event(id, user, video, "WATCH", at, LENGTH_MILLIS);
  }

  private static ClientEvent event(
      String id, String user, String video, String kind, Instant at, @Nullable Long watched) {
    return new ClientEvent(
        id,
        null,
        user,
        video,
        kind,
        at.toEpochMilli(),
        watched,
        LENGTH_MILLIS,
        null,
        "main",
        "phone");
  }

  private Page page(String user, int count) {
    return client.page(user, count, "main", "personalised");
  }

  private JsonNode deleted(String path) throws IOException, InterruptedException {
    return answered(HttpRequest.newBuilder(url.resolve(path)).DELETE());
  }

  /** The body of the answer, which has to be a success. */
  static JsonNode answered(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var response = http.send(request.build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
      return new JsonMapper().readTree(response.body());
    }
  }
}
