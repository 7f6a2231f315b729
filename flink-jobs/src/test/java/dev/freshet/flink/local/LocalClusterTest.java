package dev.freshet.flink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Arguments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterTest {

  private static final String LISTENS = "0A";

  @TempDir Path dir;

  @Test
  void listensOnLoopbackOnlyAndAnswersOnlyThatWhichAsksForMetrics() throws Exception {
    int metrics = freePort();
    Set<Address> before = listening();

    try (LocalCluster cluster =
        LocalCluster.start(
            Arguments.of(new String[0]).settings(),
            dir,
            Optional.of(metrics),
            List.of(StreamExecutionEnvironment.createLocalEnvironment(1)))) {
      Set<Address> opened = new HashSet<>(listening());
      opened.removeAll(before);

      assertThat(opened).extracting(Address::port).contains(metrics);
      assertThat(opened).allMatch(Address::isLoopback);
      assertThat(get(metrics, "/metrics")).contains("flink_jobmanager_");
      opened.stream()
          .map(Address::port)
          .filter(port -> port != metrics)
          .forEach(
              port ->
                  assertThatThrownBy(() -> get(port, "/jobs/overview"))
                      .isInstanceOf(IOException.class));
    }
  }

  private static String get(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What this process listens on: the sockets among its open files that the kernel lists so. */
  private static Set<Address> listening() throws IOException {
    Set<String> own = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)) {
          own.add(Files.readSymbolicLink(file).toString());
        }
      }
    }
    Set<Address> addresses = new HashSet<>();
    for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      Files.readAllLines(Path.of(table)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(row -> row[3].equals(LISTENS) && own.contains("socket:[" + row[9] + "]"))
          .map(row -> row[1].split(":"))
          .forEach(
              address ->
                  addresses.add(new Address(address[0], HexFormat.fromHexDigits(address[1]))));
    }
    return addresses;
  }

  /**
   * @param host as the kernel writes it: words of four bytes in the order of the machine
   */
  private record Address(String host, int port) {

    boolean isLoopback() {
      return host.equals("0100007F")
          || host.equals("0000000000000000FFFF00000100007F")
          || host.equals("00000000000000000000000001000000");
    }
  }
}
