package dev.freshet.models.language.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A server on this machine that answers as a test tells it, and keeps what it was asked. */
final class Server implements AutoCloseable {

  /** What came in. */
  record Asked(String path, JsonNode body, @Nullable String authorization) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Queue<Answer>> answers = new HashMap<>();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

  Server() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort()));
  }

  /** Adds an answer of a path; the last one of a path stays. */
  Server answer(String path, int status, String body) {
    answers.computeIfAbsent(path, any -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  List<Asked> asked(String path) {
    return asked.stream().filter(each -> each.path().equals(path)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    asked.add(
        new Asked(
            path,
            new ObjectMapper()
                .readTree(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body),
            exchange.getRequestHeaders().getFirst("Authorization")));
    Queue<Answer> queue = answers.getOrDefault(path, new ArrayDeque<>());
    Answer answer =
        queue.isEmpty()
            ? new Answer(404, "no such path")
            : queue.size() > 1 ? queue.remove() : queue.element();
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
