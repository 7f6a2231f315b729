package dev.freshet.serving.connections;

import dev.freshet.serving.limits.Networks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the open connections of the node and of each address. Thread-safe. */
@Singleton
final class OpenConnections {

  private final ConnectionConfig config;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter refused;
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  OpenConnections(ConnectionConfig config, MeterRegistry meters) {
    this.config = config;
    meters.gauge("freshet.serving.connections", open);
    this.refused = meters.counter("freshet.serving.connections.refused");
  }

  /** Counts the connection until it is closed; false, and counts nothing, where it is too many. */
  boolean enter(Channel connection) {
    String address = address(connection);
    if (open.incrementAndGet() > config.atOnce()) {
      open.decrementAndGet();
      refused.increment();
      return false;
    }
    if (byAddress.merge(address, 1, Integer::sum) > config.perAddress()) {
      leave(address);
      refused.increment();
      return false;
    }
    connection.closeFuture().addListener(closed -> leave(address));
    return true;
  }

  private void leave(String address) {
    open.decrementAndGet();
    byAddress.computeIfPresent(address, (unused, count) -> count > 1 ? count - 1 : null);
  }

  private static String address(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress remote
            && remote.getAddress() != null
        ? Networks.name(remote.getAddress())
        : "";
  }
}
