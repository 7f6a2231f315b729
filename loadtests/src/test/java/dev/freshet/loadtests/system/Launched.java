package dev.freshet.loadtests.system;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The launcher as a process of its own, as {@code ./freshet} starts it, with what it says. Closing
 * kills whatever is left of it.
 */
final class Launched implements AutoCloseable {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final Process process;
  private final Path var;
  private final List<String> lines = new ArrayList<>();
  private final List<ProcessHandle> seen = new ArrayList<>();

  private Launched(Process process, Path var) {
    this.process = process;
    this.var = var;
  }

  /** Runs {@code ./freshet COMMAND --var VAR} with further arguments. */
  static Launched of(String command, Path var, String... arguments) {
    return with(Map.of(), command, var, arguments);
  }

  /** The same, with further variables in its environment. */
  static Launched with(
      Map<String, String> environment, String command, Path var, String... arguments) {
    Path local = ROOT.resolve("infra/local/target");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Dfreshet.home=" + ROOT,
                "-cp",
                local.resolve("*") + ":" + local.resolve("lib").resolve("*"),
                "dev.freshet.local.Freshet",
                command,
                "--var",
                var.toString()));
    line.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      var launched = new Launched(process, var);
      Thread.ofVirtual().start(launched::listen);
      return launched;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything it has said. */
  String said() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** Waits until it says something that {@code pattern} finds. */
  MatchResult awaitLine(String pattern, Duration patience) {
    Pattern wanted = Pattern.compile(pattern);
    return await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              Optional<MatchResult> found = wanted.matcher(said()).results().reduce((a, b) -> b);
              if (found.isEmpty() && !process.isAlive()) {
                throw new IllegalStateException("it ended without saying so:\n" + said());
              }
              return found;
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until it ends by itself; its exit status. */
  int awaitEnd(Duration patience) {
    await().atMost(patience).pollInterval(Duration.ofMillis(100)).until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** The child of that name. */
  ProcessHandle child(String name) {
    ProcessHandle child =
        children().stream()
            .filter(fields -> fields[0].equals(name))
            .findFirst()
            .flatMap(fields -> ProcessHandle.of(Long.parseLong(fields[1])))
            .orElseThrow(() -> new IllegalStateException("no child " + name + ":\n" + said()));
    seen.add(child);
    return child;
  }

  /** Names of the children. */
  List<String> childNames() {
    List<String> names = new ArrayList<>();
    for (String[] fields : children()) {
      names.add(fields[0]);
      ProcessHandle.of(Long.parseLong(fields[1])).ifPresent(seen::add);
    }
    return names;
  }

  /** Each line has a name, a process id and a start. */
  private List<String[]> children() {
    try (Stream<String> entries = Files.lines(var.resolve("processes"))) {
      return entries.map(line -> line.split(" ", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to stop, as Ctrl-C does, and waits; fails where it leaves a process behind. */
  void stop(Duration patience) {
    List<String> names = childNames();
    process.toHandle().destroy(); // Process.destroy would also close what it still says
    awaitEnd(patience);

    assertThat(seen).as(String.join(", ", names)).noneMatch(ProcessHandle::isAlive);
  }

  @Override
  public void close() {
    seen.forEach(ProcessHandle::destroyForcibly);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
