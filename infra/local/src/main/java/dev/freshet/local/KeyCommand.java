package dev.freshet.local;

import dev.freshet.local.process.LaunchException;
import dev.freshet.local.system.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a key of the HTTP API; how keys are made and kept is for serving to say. */
@Command(
    name = "key",
    description = "Make a key of the HTTP API; print it once, and the line to configure.")
final class KeyCommand implements Callable<Integer> {

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = "ingest, read or admin; several joined by +")
  private String role = "";

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "name of the key, such as its holder; new by default")
  private String id = "new";

  KeyCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    List<String> classPath = Installation.fromSystemProperty().classPath("serving");
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx64m",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              String.join(File.pathSeparator, classPath),
              "dev.freshet.serving.access.NewKey",
              id,
              role)
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new LaunchException("cannot start Java: " + e.getMessage(), e);
    }
  }
}
