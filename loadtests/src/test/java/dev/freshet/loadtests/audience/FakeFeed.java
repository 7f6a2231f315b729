package dev.freshet.loadtests.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A server with the API's shape whose pages go round the catalogue. It keeps what it was sent, and
 * can answer each {@code n}-th request with an error instead. Its one thread makes it orderly.
 */
final class FakeFeed implements AutoCloseable {

  private static final int PAGE = 5;

  private final JsonMapper json = new JsonMapper();
  private final HttpServer server;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final List<JsonNode> events = new ArrayList<>();
  private final List<JsonNode> videos = new ArrayList<>();
  private final int videosOnPages;
  private final int failEvery;
  private final int failure;
  private int requests;

  /**
   * @param videosOnPages pages hold the videos {@code v0} to this one
   * @param failEvery each so many requests one fails
   * @param failure its status
   */
  FakeFeed(int videosOnPages, int failEvery, int failure) {
    this.videosOnPages = videosOnPages;
    this.failEvery = failEvery;
    this.failure = failure;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(thread);
    server.createContext("/", this::answer);
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Events in the order in which they came, repeats included. */
  synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  synchronized List<JsonNode> videos() {
    return List.copyOf(videos);
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode body = json.readTree(exchange.getRequestBody());
    requests++;
    String path = exchange.getRequestURI().getPath();
    boolean taken = false;
    synchronized (this) {
      if (path.equals("/v1/events")) {
        body.forEach(events::add);
        taken = true;
      } else if (path.equals("/v1/videos")) {
        body.forEach(videos::add);
        taken = true;
      }
    }
    if (requests % failEvery == 0) {
      // a client must not take this for an acknowledgement, although everything was kept
      reply(exchange, failure, "{\"detail\":\"not now\"}");
    } else if (taken) {
      reply(exchange, 202, "{\"accepted\":%d,\"rejected\":[]}".formatted(body.size()));
    } else {
      reply(exchange, 200, page());
    }
  }

  private String page() {
    String shown =
        IntStream.range(0, PAGE)
            .map(place -> (requests * PAGE + place) % videosOnPages)
            .mapToObj("{\"video\":\"v%d\",\"source\":\"fresh\"}"::formatted)
            .collect(Collectors.joining(","));
    return """
        {"requestId":"r%d","videos":[%s],"fallback":null,
         "knows":{"eventsUpTo":null,"stateVersion":0,"step":12,"rowsStep":15}}
        """
        .formatted(requests, shown);
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
