package dev.freshet.local.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Stands between a broker and its clients, so that stopping this process makes the broker
 * unreachable: connections stay open and nothing passes, as where a network is cut. Says {@code
 * READY proxy}.
 */
@Command(name = "proxy", description = "Passes connections on to a broker on 127.0.0.1.")
public final class BrokerProxy implements Callable<Integer> {

  @Option(names = "--port", required = true, description = "where clients connect")
  private int port;

  @Option(names = "--to", required = true, description = "where the broker listens")
  private int to;

  private BrokerProxy() {}

  /** Runs until the process is told to stop. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BrokerProxy()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      System.out.println("READY proxy");
      while (true) {
        passOn(server.accept(), to);
      }
    }
  }

  /** Connects {@code client} to the broker; where that is down, the client is let go. */
  static void passOn(Socket client, int to) {
    Socket broker;
    try {
      broker = new Socket(InetAddress.getLoopbackAddress(), to);
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
    } catch (IOException e) {
      close(client);
      return;
    }
    Thread.ofVirtual().start(() -> copy(client, broker));
    Thread.ofVirtual().start(() -> copy(broker, client));
  }

  /** Copies until either side ends, and ends both. */
  private static void copy(Socket from, Socket into) {
    try (from;
        into) {
      from.getInputStream().transferTo(into.getOutputStream());
    } catch (IOException e) {
      close(from); // one side has gone: so must the other
      close(into);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a connection", e);
    }
  }
}
