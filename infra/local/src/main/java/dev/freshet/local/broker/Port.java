package dev.freshet.local.broker;

import dev.freshet.local.process.LaunchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of 127.0.0.1. */
public final class Port {

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

  /** A port where nothing listens. */
  public static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("looking for a free port", e);
    }
  }
}
