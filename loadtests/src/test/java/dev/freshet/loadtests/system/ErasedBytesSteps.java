package dev.freshet.loadtests.system;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user of a running system whose bytes are looked for in all its files, before and after an
 * erasure. The deadlines have to be short: the steps await them.
 */
final class ErasedBytesSteps {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** Letters that compression leaves together, as they come nowhere else. */
  private static final String USER = "zq7vkx0wjm4u";

  /** An author whom only this user hides. */
  private static final String AUTHOR = "hb3ynf9sd6tc";

  /** More authors than fit into a state. */
  private static final int HIDDEN = 600;

  private final URI url;
  private final Remains remains;

  ErasedBytesSteps(URI url, Path var) {
    this.url = url;
    this.remains = new Remains(var);
  }

  void run() throws IOException, InterruptedException {
    watchAndHide();
    await()
        .pollInterval(BETWEEN_LOOKS)
        .untilAsserted(
            () -> {
              assertThat(remains.of(USER))
                  .contains(
                      "topic user-states",
                      "topic user-set-entries",
                      "topic embedding-rows",
                      "stores of serving nodes",
                      "state and checkpoints of jobs");
              assertThat(remains.of(AUTHOR))
                  .contains(
                      "topic user-states",
                      "stores of serving nodes",
                      "state and checkpoints of jobs");
            });

    JsonNode receipt =
        ErasedUserSteps.answered(HttpRequest.newBuilder(url.resolve("/v1/users/" + USER)).DELETE());

    Set<String> expiring = new TreeSet<>();
    receipt.path("expiring").forEach(each -> expiring.add("topic " + each.path("topic").asText()));
    Set<String> ofTheId = new TreeSet<>(expiring);
    receipt.path("kept").forEach(place -> ofTheId.add(place.asText()));
    await()
        .pollInterval(BETWEEN_LOOKS)
        .untilAsserted(
            () -> {
              assertThat(remains.of(USER)).isSubsetOf(ofTheId);
              assertThat(remains.of(AUTHOR)).isSubsetOf(expiring);
            });
  }

  private void watchAndHide() throws IOException, InterruptedException {
    Instant now = Instant.now();
    ArrayNode events = new JsonMapper().createArrayNode();
    for (JsonNode shown : page().path("videos")) {
      String video = shown.path("video").asText();
      add(events, "IMPRESSION", now.minusSeconds(10)).put("video", video);
      add(events, "WATCH", now.minusSeconds(1))
          .put("video", video)
          .put("watchedMillis", 10_000)
          .put("lengthMillis", 10_000);
    }
    for (int i = 0; i < HIDDEN; i++) {
      add(events, "HIDE", now).put("target", "AUTHOR").put("author", AUTHOR + i);
    }
    var request =
        HttpRequest.newBuilder(url.resolve("/v1/events"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(events.toString()));
    assertThat(ErasedUserSteps.answered(request).path("rejected")).isEmpty();
  }

  private static ObjectNode add(ArrayNode events, String kind, Instant at) {
    return events
        .addObject()
        .put("eventId", "erased-bytes-" + events.size())
        .put("user", USER)
        .put("kind", kind)
        .put("occurredAt", at.toString());
  }

  private JsonNode page() throws IOException, InterruptedException {
    return ErasedUserSteps.answered(
        HttpRequest.newBuilder(url.resolve("/v1/users/" + USER + "/recommendations?count=3")));
  }
}
