package dev.freshet.serving.connections;

import dev.freshet.serving.problem.FieldError;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.json.JsonMapper;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says why a request is refused before Micronaut sees it, and writes the answer. */
@Singleton
final class Refusals {

  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private final JsonMapper json;
  private final long maxBodyBytes;

  Refusals(JsonMapper json, HttpServerConfiguration server) {
    this.json = json;
    this.maxBodyBytes = server.getMaxRequestSize();
  }

  /** Most bytes of a body. */
  long maxBodyBytes() {
    return maxBodyBytes;
  }

  /** What is wrong with the head of a request; null where nothing is. */
  @Nullable Problem of(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return broken(request.decoderResult().cause());
    }
    @Nullable String fault = fault(request);
    if (fault != null) {
      return Problem.of(ProblemType.MALFORMED_REQUEST, fault);
    }
    if (!METHODS.contains(request.method())) {
      return Problem.of(ProblemType.METHOD_NOT_ALLOWED, "The method is not known here");
    }
    String coding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
    if (coding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding)) {
      return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Bodies are not taken compressed");
    }
    return HttpUtil.getContentLength(request, 0L) > maxBodyBytes ? bodyTooLarge() : null;
  }

  private static @Nullable String fault(HttpRequest request) {
    boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (!old && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return "The version must be 1.1 or 1.0";
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1 || (hosts.isEmpty() && !old)) {
      return "The request must have one Host header";
    }
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()
        && (old
            || codings.size() > 1
            || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst().strip()))) {
      return "Transfer-Encoding must be chunked and nothing else";
    }
    if (!codings.isEmpty() && request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return "A request must not have both Content-Length and Transfer-Encoding";
    }
    return isOurs(request, hosts) ? null : "The request's target must be a path of this node";
  }

  private static boolean isOurs(HttpRequest request, List<String> hosts) {
    String target = request.uri();
    if (target.startsWith("/")) {
      return true;
    }
    if (target.equals("*")) {
      return request.method().equals(HttpMethod.OPTIONS);
    }
    String absolute = target.toLowerCase(Locale.ROOT);
    return hosts.stream()
        .map(host -> "://" + host.toLowerCase(Locale.ROOT) + "/")
        .anyMatch(
            authority ->
                absolute.startsWith("http" + authority)
                    || absolute.startsWith("https" + authority));
  }

  /** The problem of a request that cannot be taken apart. */
  static Problem broken(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException line ->
          Problem.of(ProblemType.URI_TOO_LONG, "The request line is too long");
      case TooLongHttpHeaderException header ->
          Problem.of(ProblemType.HEADERS_TOO_LARGE, "The headers are too large");
      default -> broken();
    };
  }

  /** The problem of a request that two readers may understand in two ways. */
  static Problem broken() {
    return Problem.of(
        ProblemType.MALFORMED_REQUEST, "The request does not keep the rules of HTTP/1.1");
  }

  /** The problem of a request that takes too long to arrive. */
  static Problem late() {
    return Problem.of(ProblemType.REQUEST_TIMEOUT, "The request did not arrive in time");
  }

  /** The problem of a body over the limit. */
  Problem bodyTooLarge() {
    String rule = "must not be over %d bytes".formatted(maxBodyBytes);
    return Problem.of(
        ProblemType.BODY_TOO_LARGE,
        "The body " + rule,
        List.of(new FieldError(null, "body", rule)));
  }

  /** The answer that says so and ends the connection. */
  FullHttpResponse response(Problem problem) {
    byte[] body;
    try {
      body = json.writeValueAsBytes(problem);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a problem", e);
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(problem.status()),
            Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_JSON_PROBLEM)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set("X-Content-Type-Options", "nosniff");
    return response;
  }
}
