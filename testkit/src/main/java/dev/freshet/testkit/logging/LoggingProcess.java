package dev.freshet.testkit.logging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A JVM with the class path of the test and the {@code logback.xml} of its module. */
public final class LoggingProcess {

  private static final String MESSAGE = "copy was dropped";

  private LoggingProcess() {}

  /** Logs one message with a key-value pair; see {@link #line}. */
  public static void main(String[] args) {
    LoggerFactory.getLogger("dev.freshet.Example")
        .atInfo()
        .addKeyValue("topic", "videos")
        .log(MESSAGE);
  }

  /**
   * The line in which the process says "copy was dropped", with {@code topic} and {@code videos} as
   * a key-value pair.
   *
   * @param format value of {@code FRESHET_LOG_FORMAT}; blank where it is not set
   * @throws AssertionError if there is not exactly one
   */
  public static String line(String format) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LoggingProcess.class.getName())
            .redirectErrorStream(true);
    builder.environment().remove("FRESHET_LOG_FORMAT");
    if (!format.isBlank()) {
      builder.environment().put("FRESHET_LOG_FORMAT", format);
    }
    try {
      List<String> lines = builder.start().inputReader().lines().toList();
      List<String> found = lines.stream().filter(line -> line.contains(MESSAGE)).toList();
      if (found.size() != 1) {
        throw new AssertionError("not said once: " + String.join("\n", lines));
      }
      return found.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("starting a process that logs", e);
    }
  }
}
