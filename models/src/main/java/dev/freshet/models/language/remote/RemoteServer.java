package dev.freshet.models.language.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.models.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a server. A call that fails without an answer, or with a status that says "later", is
 * made once more. Thread-safe.
 */
final class RemoteServer implements AutoCloseable {
  private static final int LONGEST_ANSWER = 16 << 20;
  private static final int LONGEST_COMPLAINT = 500;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final String name;
  private final RemoteConfig config;
  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client;

  RemoteServer(String name, RemoteConfig config) {
    this.name = name;
    this.config = config;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.timeout())
            .build();
  }

  RemoteConfig config() {
    return config;
  }

  /** The answer to a GET. */
  JsonNode get(URI uri) {
    return json(uri, call(request(uri, config.timeout()).GET().build()));
  }

  /** The answer to a POST of JSON. */
  JsonNode post(URI uri, JsonNode body) {
    return json(uri, call(post(uri, body, config.timeout())));
  }

  /** The answer to a POST of JSON; empty if the server does not have the address. */
  Optional<JsonNode> tryPost(URI uri, JsonNode body) {
    HttpResponse<InputStream> response = send(post(uri, body, config.timeout()));
    if (response.statusCode() == NOT_FOUND || response.statusCode() == NOT_ALLOWED) {
      read(response, 0);
      return Optional.empty();
    }
    return Optional.of(json(uri, accepted(response)));
  }

  /** The stream of an answer to a POST of JSON. */
  InputStream stream(URI uri, JsonNode body, Duration deadline) {
    return call(post(uri, body, deadline)).body();
  }

  private HttpRequest post(URI uri, JsonNode body, Duration timeout) {
    return request(uri, timeout)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private HttpRequest.Builder request(URI uri, Duration timeout) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
    ApiKey key = config.key();
    return key == null ? request : request.header("Authorization", key.header());
  }

  private HttpResponse<InputStream> call(HttpRequest request) {
    return accepted(send(request));
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    HttpResponse<InputStream> first = attempt(request);
    if (first != null && first.statusCode() != TOO_MANY && first.statusCode() < SERVER_ERROR) {
      return first;
    }
    if (first != null) {
      read(first, 0);
    }
    HttpResponse<InputStream> second = attempt(request);
    if (second == null) {
      throw new ModelException("%s: no answer from %s".formatted(name, request.uri()));
    }
    return second;
  }

  /** Null if no answer came. */
  private @Nullable HttpResponse<InputStream> attempt(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(name + ": interrupted", e);
    }
  }

  private HttpResponse<InputStream> accepted(HttpResponse<InputStream> response) {
    if (response.statusCode() / 100 == 2) {
      return response;
    }
    String complaint = new String(read(response, LONGEST_COMPLAINT), StandardCharsets.UTF_8);
    throw new ModelException(
        "%s: %s answers %d: %s"
            .formatted(name, response.uri(), response.statusCode(), complaint.strip()));
  }

  private JsonNode json(URI uri, HttpResponse<InputStream> response) {
    byte[] bytes = read(response, LONGEST_ANSWER + 1);
    if (bytes.length > LONGEST_ANSWER) {
      throw new ModelException(
          "%s: %s answers more than %d bytes".formatted(name, uri, LONGEST_ANSWER));
    }
    try {
      return mapper.readTree(bytes);
    } catch (IOException e) {
      throw new ModelException("%s: %s does not answer with JSON".formatted(name, uri), e);
    }
  }

  private byte[] read(HttpResponse<InputStream> response, int most) {
    try (InputStream body = response.body()) {
      return body.readNBytes(most);
    } catch (IOException e) {
      throw new ModelException("%s: %s broke off".formatted(name, response.uri()), e);
    }
  }

  JsonNode parse(String json) {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      throw new ModelException(name + ": the stream is not JSON", e);
    }
  }

  ObjectMapper mapper() {
    return mapper;
  }

  @Override
  public void close() {
    client.close();
  }
}
