package dev.freshet.local.bench;

import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalProcesses;
import dev.freshet.local.system.LocalProcesses.Ports;
import dev.freshet.local.system.LocalProcesses.Profile;
import dev.freshet.local.system.LocalSystem;
import dev.freshet.local.system.VarFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event costs the features job as partitions and tasks grow, and as the number of events
 * does: each case has a broker of its own whose topic is full before the job starts.
 */
public final class ScaleBench {

  private static final List<Integer> TASKS = List.of(1, 2, 4);
  private static final List<Long> EVENTS = List.of(400_000L, 1_600_000L);

  private final Installation installation;
  private final Path dir;
  private final Terminal terminal;

  /**
   * @param dir where each case has a folder
   */
  public ScaleBench(Installation installation, Path dir, Terminal terminal) {
    this.installation = installation;
    this.dir = dir;
    this.terminal = terminal;
  }

  /** Measures, prints, and writes {@code json} if it is given. */
  public int run(@Nullable Path json) throws InterruptedException {
    List<String> rows = new ArrayList<>();
    for (long events : EVENTS) {
      for (int tasks : TASKS) {
        terminal.say("%,d events, %d partitions and tasks".formatted(events, tasks));
        rows.add(
            "{\"events\":%d,\"tasks\":%d,\"measured\":%s}"
                .formatted(events, tasks, measure(events, tasks).strip()));
      }
    }
    if (json != null) {
      ResultFile.write(json, "{\"rows\":[" + String.join(",", rows) + "]}");
    }
    return 0;
  }

  /** What the drain found, as JSON. */
  private String measure(long events, int tasks) throws InterruptedException {
    VarFolder var = VarFolder.open(dir.resolve(events + "-" + tasks));
    try (LocalSystem system = new LocalSystem(var, terminal)) {
      var processes = new LocalProcesses(installation, var, Ports.free());
      system.start(processes.broker());
      run(
          system,
          processes,
          "fill",
          "--events",
          Long.toString(events),
          "--partitions",
          Integer.toString(tasks));
      system.start(
          processes.flink(
              Profile.LIVE,
              List.of(
                  "--jobs",
                  "features",
                  "--set",
                  "freshet.kafka.partitions=" + tasks,
                  "--set",
                  "freshet.features.parallelism=" + tasks)));
      Path found = var.of("reports").resolve("drain.json");
      run(
          system,
          processes,
          "drain",
          "--events",
          Long.toString(events),
          "--pid",
          Long.toString(system.process("flink").pid()),
          "--json",
          found.toString());
      return Files.readString(found);
    } catch (IOException e) {
      throw new UncheckedIOException("reading what was measured", e);
    }
  }

  private static void run(LocalSystem system, LocalProcesses processes, String... arguments)
      throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--bootstrap", processes.bootstrap()));
    system.complete(processes.loadtests("bench", all));
  }
}
