package dev.freshet.flink.local;

import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFuture;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Hangs up on every connection to Flink's REST endpoint of this JVM. A cluster inside the JVM
 * cannot be started without that endpoint, nothing here calls it, and any web page could: it
 * answers every origin, and a plain GET of {@code yarn-cancel} ends a job whatever {@code
 * web.cancel.enable} says.
 */
public final class ClosedRest implements InboundChannelHandlerFactory {

  /** Whether the endpoint is closed. Left alone in clusters of their own. */
  static final ConfigOption<Boolean> CLOSED =
      ConfigOptions.key("freshet.rest.closed").booleanType().defaultValue(false);

  /** For the service loader. */
  public ClosedRest() {}

  @Override
  public int priority() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Optional<ChannelHandler> createHandler(
      Configuration configuration, Map<String, String> responseHeaders) {
    return configuration.get(CLOSED) ? Optional.of(new HangUp()) : Optional.empty();
  }

  private static final class HangUp extends ChannelInboundHandlerAdapter {

    @Override
    public void channelActive(ChannelHandlerContext context) {
      ChannelFuture unused = context.close();
    }
  }
}
