package dev.freshet.serving.access;

import io.micronaut.context.annotation.Context;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps a node without keys from starting where others than this machine can reach it. */
@Context
final class AddressCheck {

  /** What is listened on where no host is named. */
  private static final String EVERYWHERE = "0.0.0.0";

  /**
   * @throws UnprotectedException if the node has no keys and would listen beyond this machine
   */
  AddressCheck(NettyHttpServerConfiguration server, ApiKeys keys) {
    if (keys.isEmpty()) {
      for (String host : hosts(server)) {
        if (!isLoopback(host)) {
          throw new UnprotectedException(host);
        }
      }
    }
  }

  private static List<String> hosts(NettyHttpServerConfiguration server) {
    List<String> hosts = new ArrayList<>();
    hosts.add(server.getHost().orElse(EVERYWHERE));
    @Nullable List<NettyListenerConfiguration> listeners = server.getListeners();
    if (listeners != null) {
      for (NettyListenerConfiguration listener : listeners) {
        @Nullable String host = listener.getHost();
        hosts.add(host == null ? EVERYWHERE : host);
      }
    }
    return hosts;
  }

  private static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false; // nobody can listen there either, but that is for the server to say
    }
  }
}
