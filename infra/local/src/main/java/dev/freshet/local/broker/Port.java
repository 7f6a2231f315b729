package dev.freshet.local.broker;

import dev.freshet.local.process.LaunchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of 127.0.0.1. */
public final class Port {

  private static final int FIRST = 20_000;

  /** From here on ports are for outgoing connections. */
  private static final int END = 32_768;

  private static final int TRIES = 1_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Port() {}

  /**
   * {@code port} itself, checked to be free, or a free one for 0.
   *
   * @param user who is to listen there, for the message
   * @param option how another port is chosen, for the message
   * @throws LaunchException if it is in use
   */
  public static int reserve(int port, String user, String option) {
    if (port == 0) {
      return free();
    }
    if (!isFree(port)) {
      throw new LaunchException(
          "port %d is in use, and %s needs it. Stop what listens there, or choose another with %s."
              .formatted(port, user, option));
    }
    return port;
  }

  /** Whether nothing listens there. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A port where nothing listens, another one each time. It is none of those that Linux gives to
   * outgoing connections, one of which could have it before its process listens there.
   */
  public static int free() {
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (!GIVEN.contains(port) && isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new LaunchException("no port from %d to %d is free".formatted(FIRST, END - 1));
  }
}
