package dev.freshet.streams;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The application as a process of its own. */
final class StreamsProcess {

  private StreamsProcess() {}

  /**
   * Starts it on two partitions.
   *
   * @param dir where it keeps its stores
   * @param port of its HTTP endpoints; 0 for any
   * @param settings of the form {@code KEY=VALUE}
   */
  static Process start(String bootstrap, Path dir, int port, List<String> settings)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                StreamsApp.class.getName(),
                "--bootstrap",
                bootstrap,
                "--dir",
                dir.toString(),
                "--partitions",
                "2",
                "--port",
                Integer.toString(port)));
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Waits until it says that it is ready; fails if it ends before. */
  static void awaitReady(Process process) throws IOException {
    var lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("READY streams")) {
        return;
      }
    }
    throw new AssertionError("ended before it was ready");
  }
}
