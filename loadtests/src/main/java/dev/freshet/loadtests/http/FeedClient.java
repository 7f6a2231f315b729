package dev.freshet.loadtests.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls the HTTP API. Thread-safe.
 *
 * <p>Every call throws {@link UnavailableException} when no answer came or the answer was a 429 or
 * 5xx, and {@link RefusedException} for any other status outside 2xx.
 */
public final class FeedClient implements AutoCloseable {

  private static final int DETAIL_CHARS = 500;

  private final ObjectMapper json =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();
  private final Connections server;

  /**
   * @param base such as {@code http://127.0.0.1:8080}
   * @param timeout of one call
   */
  public FeedClient(URI base, Duration timeout) {
    this.server = new Connections(base, timeout);
  }

  /** Whether the server says that it is ready; false also when nobody answers. */
  public boolean ready() {
    try {
      return server.get("/health/readiness").status() == 200;
    } catch (UnavailableException e) {
      return false;
    }
  }

  /**
   * A page for {@code user}.
   *
   * @param count greatest number of videos
   * @param strategy {@code personalised}, {@code trending} or {@code random}
   */
  public Page page(String user, int count, String surface, String strategy) {
    return page(
        "/v1/users/%s/recommendations?count=%d&surface=%s&strategy=%s"
            .formatted(encode(user), count, encode(surface), encode(strategy)));
  }

  /** A personalised page of the best of so many candidates. */
  public Page page(String user, int count, int candidates) {
    return page(
        "/v1/users/%s/recommendations?count=%d&candidates=%d"
            .formatted(encode(user), count, candidates));
  }

  private Page page(String path) {
    return page(parse(path, checked(path, server.get(path))));
  }

  /** Version of the user's state as it was published; empty where the server knows none. */
  public OptionalLong stateVersion(String user) {
    String path = "/v1/users/" + encode(user) + "/state";
    Connections.Answer answer = server.get(path);
    if (answer.status() == 404) {
      return OptionalLong.empty();
    }
    JsonNode state = parse(path, checked(path, answer));
    long published = state.path("version").asLong() - state.path("pending").asLong();
    return published > 0 ? OptionalLong.of(published) : OptionalLong.empty();
  }

  /** Sends events of any users, in order. */
  public Acknowledgement send(List<ClientEvent> events) {
    return acknowledgement(posted("/v1/events", events));
  }

  /** Adds videos to the catalogue, or replaces them. */
  public Acknowledgement post(List<ClientVideo> videos) {
    return acknowledgement(posted("/v1/videos", videos));
  }

  private static Acknowledgement acknowledgement(JsonNode answer) {
    List<String> rejected = new ArrayList<>();
    for (JsonNode item : answer.path("rejected")) {
      rejected.add(item.path("field").asText() + ": " + item.path("detail").asText());
    }
    return new Acknowledgement(answer.path("accepted").asInt(), rejected);
  }

  private static Page page(JsonNode answer) {
    List<Page.PageVideo> videos = new ArrayList<>();
    for (JsonNode video : answer.path("videos")) {
      videos.add(new Page.PageVideo(video.path("video").asText(), video.path("source").asText()));
    }
    JsonNode knows = answer.path("knows");
    String eventsUpTo = text(knows, "eventsUpTo");
    return new Page(
        answer.path("requestId").asText(),
        videos,
        text(answer, "fallback"),
        new Page.Knowledge(
            eventsUpTo == null ? null : Instant.parse(eventsUpTo),
            knows.path("stateVersion").asLong(0),
            knows.path("step").asLong(-1),
            knows.path("rowsStep").asLong(-1)));
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.path(field).asText() : null;
  }

  private JsonNode posted(String path, Object body) {
    try {
      return parse(path, checked(path, server.post(path, json.writeValueAsBytes(body))));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing a body for " + path, e);
    }
  }

  private static String checked(String path, Connections.Answer answer) {
    int status = answer.status();
    String body = answer.body();
    if (status / 100 == 2) {
      return body;
    }
    String problem =
        "%s answered %d: %s"
            .formatted(path, status, body.substring(0, Math.min(body.length(), DETAIL_CHARS)));
    if (status == 429 || status >= 500) {
      throw new UnavailableException(problem);
    }
    throw new RefusedException(problem);
  }

  private JsonNode parse(String path, String body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new RefusedException(path + " answered what is no JSON: " + e.getMessage());
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    server.close();
  }
}
