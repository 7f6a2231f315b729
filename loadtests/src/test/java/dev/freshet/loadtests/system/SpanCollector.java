package dev.freshet.loadtests.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Takes spans by OTLP over HTTP, as a collector does, and keeps of each what links it to others.
 */
final class SpanCollector implements AutoCloseable {

  private final HttpServer server;
  private final List<Span> spans = new ArrayList<>();

  /** A span; ids are hexadecimal, and that of a parent is blank where there is none. */
  record Span(String trace, String id, String parent, String name) {}

  SpanCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** Where it takes them. */
  String endpoint() {
    return "http://127.0.0.1:%d/v1/traces".formatted(server.getAddress().getPort());
  }

  /** The spans of a trace so far. */
  List<Span> spans(String trace) {
    synchronized (spans) {
      return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] request = exchange.getRequestBody().readAllBytes();
    synchronized (spans) {
      // ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans
      fields(
          ByteBuffer.wrap(request),
          each(
              1,
              ofResource ->
                  fields(ofResource, each(2, ofScope -> fields(ofScope, each(2, this::add))))));
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private void add(ByteBuffer span) {
    String[] found = {"", "", "", ""};
    fields(
        span,
        (field, value) -> {
          switch (field) {
            case 1 -> found[0] = hex(value);
            case 2 -> found[1] = hex(value);
            case 4 -> found[2] = hex(value);
            case 5 -> found[3] = StandardCharsets.UTF_8.decode(value).toString();
            default -> {
              // times, attributes, links
            }
          }
        });
    spans.add(new Span(found[0], found[1], found[2], found[3]));
  }

  private static BiConsumer<Integer, ByteBuffer> each(int wanted, Consumer<ByteBuffer> then) {
    return (field, value) -> {
      if (field == wanted) {
        then.accept(value);
      }
    };
  }

  /** The fields of a protobuf message that have a length; the others are passed over. */
  private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> then) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      switch ((int) (tag & 7)) {
        case 0 -> varint(message);
        case 1 -> message.position(message.position() + Long.BYTES);
        case 2 -> {
          int length = (int) varint(message);
          then.accept((int) (tag >>> 3), message.slice(message.position(), length));
          message.position(message.position() + length);
        }
        case 5 -> message.position(message.position() + Integer.BYTES);
        default -> throw new IllegalArgumentException("not protobuf");
      }
    }
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = message.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
