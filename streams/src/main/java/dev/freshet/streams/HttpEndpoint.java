package dev.freshet.streams;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Health and metrics over HTTP: {@code /health} says 200 while every topology processes records and
 * 503 while one does not, {@code /prometheus} gives the metrics.
 */
final class HttpEndpoint implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final List<RunningTopology> topologies;
  private final PrometheusMeterRegistry registry;

  /**
   * Listens at once.
   *
   * @param port 0 for a free one
   */
  HttpEndpoint(
      String host, int port, List<RunningTopology> topologies, PrometheusMeterRegistry registry) {
    this.topologies = List.copyOf(topologies);
    this.registry = registry;
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on %s:%d".formatted(host, port), e);
    }
    server.createContext("/health", this::health);
    server.createContext("/prometheus", this::metrics);
    server.setExecutor(executor);
    server.start();
  }

  /** Where it listens. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdown();
  }

  private void health(HttpExchange exchange) throws IOException {
    boolean up = topologies.stream().allMatch(RunningTopology::isRunning);
    String body =
        topologies.stream()
            .map(
                topology ->
                    "\"%s\":{\"state\":\"%s\",\"restoring\":%d}"
                        .formatted(topology.name(), topology.state(), topology.restoring()))
            .collect(
                Collectors.joining(
                    ",", "{\"status\":\"" + (up ? "UP" : "DOWN") + "\",\"topologies\":{", "}}\n"));
    answer(exchange, up ? 200 : 503, "application/json", body);
  }

  private void metrics(HttpExchange exchange) throws IOException {
    answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
