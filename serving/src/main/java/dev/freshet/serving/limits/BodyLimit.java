package dev.freshet.serving.limits;

import dev.freshet.serving.intake.Intake;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body back before it is read where the bodies under way hold too many bytes already, of
 * the caller or of the node. A body whose length is not known counts as the longest.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class BodyLimit implements Ordered {

  private static final String HELD = "freshet.body";

  private final BodyBytes bytes;
  private final long longest;
  private final Counter shed;

  BodyLimit(BodyBytes bytes, HttpServerConfiguration server, MeterRegistry meters) {
    this.bytes = bytes;
    this.longest = server.getMaxRequestSize();
    this.shed = meters.counter("freshet.serving.bodies.shed");
  }

  /** Room of one request, given back when it is answered or its connection is gone. */
  private record Held(BodyBytes.Room room, Optional<NettyHttpRequest<?>> request)
      implements GenericFutureListener<Future<Void>> {

    static Held of(BodyBytes.Room room, HttpRequest<?> request) {
      Held held =
          new Held(
              room,
              request instanceof NettyHttpRequest<?> netty ? Optional.of(netty) : Optional.empty());
      held.request.ifPresent(
          netty -> netty.getChannelHandlerContext().channel().closeFuture().addListener(held));
      return held;
    }

    void end() {
      request.ifPresent(
          netty -> netty.getChannelHandlerContext().channel().closeFuture().removeListener(this));
      room.giveBack();
    }

    @Override
    public void operationComplete(Future<Void> closed) {
      room.giveBack();
    }
  }

  /** Says when to come back, or nothing; after it is known who asks. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    long length = length(request);
    if (length == 0) {
      return null;
    }
    Optional<BodyBytes.Room> room = bytes.take(Callers.name(request), length);
    if (room.isEmpty()) {
      shed.increment();
      return Problem.of(ProblemType.NODE_BUSY, "Too many bytes of bodies are under way")
          .toResponse(Intake.BUSY);
    }
    request.setAttribute(HELD, Held.of(room.get(), request));
    return null;
  }

  private long length(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    return headers.contains(HttpHeaders.TRANSFER_ENCODING)
        ? longest
        : Math.max(0, request.getContentLength());
  }

  /** Gives the room of an answered request back. */
  @ResponseFilter
  void end(HttpRequest<?> request) {
    request.getAttribute(HELD, Held.class).ifPresent(Held::end);
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after() + 1;
  }
}
