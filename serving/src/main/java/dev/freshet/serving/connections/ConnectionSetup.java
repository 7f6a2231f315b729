package dev.freshet.serving.connections;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/** Puts the guards into each connection that the server accepts. */
@Singleton
final class ConnectionSetup implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  private final BeanProvider<Guards> guards;

  ConnectionSetup(BeanProvider<Guards> guards) {
    this.guards = guards;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    NettyServerCustomizer.Registry registry = event.getBean();
    registry.register(new ForServer(guards));
    return registry;
  }

  /** What the guards of all connections share. */
  @Singleton
  static final class Guards {
    private final ConnectionConfig config;
    private final Refusals refusals;
    private final OpenConnections open;
    private final Counter refused;

    Guards(ConnectionConfig config, Refusals refusals, OpenConnections open, MeterRegistry meters) {
      this.config = config;
      this.refusals = refusals;
      this.open = open;
      this.refused = meters.counter("freshet.serving.requests.refused");
    }
  }

  private record ForServer(BeanProvider<Guards> guards) implements NettyServerCustomizer {

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      if (role != ChannelRole.CONNECTION) {
        return this;
      }
      Guards shared = guards.get();
      if (!shared.open.enter(channel)) {
        channel.pipeline().addFirst(new Closing());
      }
      return new ForConnection(shared, channel);
    }
  }

  private record ForConnection(Guards shared, Channel channel) implements NettyServerCustomizer {

    @Override
    public void onInitialPipelineBuilt() {
      ChannelPipeline pipeline = channel.pipeline();
      String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
      if (pipeline.get(codec) != null) {
        RequestGuard guard = new RequestGuard(shared.config, shared.refusals, shared.refused);
        pipeline.addBefore(codec, "freshet-head-watch", new HeadWatch(guard));
        pipeline.addAfter(codec, "freshet-request-guard", guard);
      }
    }
  }

  /** Closes a connection that is too many as soon as it is there. */
  private static final class Closing extends ChannelInboundHandlerAdapter {

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.close();
    }
  }
}
