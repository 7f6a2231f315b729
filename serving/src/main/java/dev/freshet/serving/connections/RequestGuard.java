package dev.freshet.serving.connections;

import static java.util.Objects.requireNonNull;

import dev.freshet.serving.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the HTTP codec and Micronaut on one connection. Refuses a request that is framed
 * ambiguously, too large or too slow with a problem, after the answers to the requests before it,
 * and ends the connection. All methods run on the connection's event loop.
 *
 * <p>One timer per connection serves all its requests: it is set when a request begins and none is
 * set, and finds out for itself whether the request under way is late. Another one does the same
 * for answers that wait to be read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write says how it went through its promise
final class RequestGuard extends ChannelDuplexHandler {

  /** Time for the client to read the refusal before the connection is closed. */
  private static final long LINGER_MILLIS = 1_000;

  private final ConnectionConfig config;
  private final Refusals refusals;
  private final Counter refused;

  /** Requests that Micronaut has got and whose answers are not written. */
  private int unanswered;

  /** A request has begun, and its end has not come. */
  private boolean arriving;

  /** Its head was passed on, so that it counts as unanswered. */
  private boolean passedOn;

  /** Its answer has begun although its end has not come. */
  private boolean answering;

  private @Nullable ChannelHandlerContext context;
  private long begunAt;
  private long bodyBytes;
  private boolean timed;
  private boolean readerTimed;
  private boolean hasRead;
  private boolean ending;

  /** Said when the answers before it are written. */
  private @Nullable Problem waiting;

  RequestGuard(ConnectionConfig config, Refusals refusals, Counter refused) {
    this.config = config;
    this.refusals = refusals;
    this.refused = refused;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Whether the next byte begins a request. */
  boolean startsHead() {
    return !arriving;
  }

  /** Whether nothing more is read from this connection. */
  boolean isEnding() {
    return ending;
  }

  /** A byte of a request came. */
  void begin() {
    if (arriving) {
      return;
    }
    arriving = true;
    begunAt = System.nanoTime();
    if (!timed) {
      watch(config.requestWithin().toNanos());
    }
  }

  private ChannelHandlerContext context() {
    return requireNonNull(context, "the guard is in no pipeline");
  }

  private void watch(long nanos) {
    ChannelHandlerContext ctx = context();
    timed = true;
    ctx.executor().schedule(() -> checkTime(ctx), nanos, TimeUnit.NANOSECONDS);
  }

  private void checkTime(ChannelHandlerContext ctx) {
    timed = false;
    if (ending || !arriving || !ctx.channel().isActive()) {
      return;
    }
    long left = begunAt + config.requestWithin().toNanos() - System.nanoTime();
    if (left > 0) {
      watch(left);
    } else {
      refuse(ctx, Refusals.late());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    @Nullable Problem problem = ending ? null : problem(message);
    if (problem != null) {
      refuse(ctx, problem);
    }
    if (ending) {
      ReferenceCountUtil.release(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private @Nullable Problem problem(Object message) {
    return switch (message) {
      case HttpRequest request -> head(request);
      case HttpContent content -> body(content);
      default -> null;
    };
  }

  private @Nullable Problem head(HttpRequest request) {
    begin();
    @Nullable Problem problem = refusals.of(request);
    if (problem == null) {
      passedOn = true;
      answering = false;
      bodyBytes = 0;
      unanswered++;
    }
    return problem;
  }

  private @Nullable Problem body(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      return Refusals.broken();
    }
    bodyBytes += content.content().readableBytes();
    if (bodyBytes > refusals.maxBodyBytes()) {
      return refusals.bodyTooLarge();
    }
    if (content instanceof LastHttpContent) {
      arriving = false;
      passedOn = false;
    }
    return null;
  }

  /** Refuses a request of which the codec has not seen the head. */
  void refuseHead(Problem problem) {
    refuse(context(), problem);
  }

  /** Answers with {@code problem} in place of the request that is arriving, and ends. */
  private void refuse(ChannelHandlerContext ctx, Problem problem) {
    if (ending) {
      return;
    }
    ending = true;
    refused.increment();
    if (passedOn) {
      unanswered--;
      if (answering) {
        ctx.close(); // half of another answer is written
        return;
      }
    }
    ctx.channel().config().setAutoRead(true); // so that the client gets to read the answer
    if (unanswered == 0) {
      say(ctx, problem);
    } else {
      waiting = problem;
    }
  }

  private void say(ChannelHandlerContext ctx, Problem problem) {
    ctx.writeAndFlush(refusals.response(problem)).addListener(written -> linger(ctx));
  }

  /** Lets the client read before the connection goes: closed at once, it may lose the answer. */
  private static void linger(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    if (channel instanceof DuplexChannel duplex
        && channel.pipeline().get(SslHandler.class) == null) {
      duplex.shutdownOutput();
      ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      ctx.close();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (ending && unanswered == 0) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      return;
    }
    if (message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      ctx.write(message, promise);
      return;
    }
    if (message instanceof HttpResponse && passedOn && unanswered == 1) {
      answering = true;
    }
    ctx.write(message, promise);
    if (message instanceof LastHttpContent) {
      unanswered--;
      @Nullable Problem problem = waiting;
      if (problem != null && unanswered == 0) {
        waiting = null;
        say(ctx, problem);
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      hasRead = true;
    } else if (!readerTimed) {
      awaitReader(ctx);
    }
    ctx.fireChannelWritabilityChanged();
  }

  private void awaitReader(ChannelHandlerContext ctx) {
    readerTimed = true;
    hasRead = false;
    long waiting = ctx.channel().bytesBeforeWritable();
    ctx.executor()
        .schedule(
            () -> checkReader(ctx, waiting), config.readWithin().toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Closes the connection unless the client has read something since {@code waiting} bytes waited.
   */
  private void checkReader(ChannelHandlerContext ctx, long waiting) {
    readerTimed = false;
    if (!ctx.channel().isActive() || ctx.channel().isWritable()) {
      return;
    }
    if (hasRead || ctx.channel().bytesBeforeWritable() < waiting) {
      awaitReader(ctx);
    } else {
      refused.increment();
      ctx.close();
    }
  }
}
