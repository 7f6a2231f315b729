package dev.freshet.local.bench;

import dev.freshet.local.process.ResidentMemory;
import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalProcesses;
import dev.freshet.local.system.LocalProcesses.Ports;
import dev.freshet.local.system.LocalSystem;
import dev.freshet.local.system.VarFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What users cost a serving node: memory, disk, and the time until a node has read them all, first
 * from the topic and then from its own store. Each number of users has a broker of its own; none is
 * the base from which the others are counted.
 */
public final class StateBench {

  private static final List<Long> USERS = List.of(0L, 100_000L, 1_000_000L);

  private final Installation installation;
  private final Path dir;
  private final Terminal terminal;

  /**
   * @param dir where each number of users has a folder
   */
  public StateBench(Installation installation, Path dir, Terminal terminal) {
    this.installation = installation;
    this.dir = dir;
    this.terminal = terminal;
  }

  /**
   * A node that has read its users.
   *
   * @param resident bytes
   * @param disk bytes of its store
   */
  private record Node(Duration start, long resident, long disk) {}

  /**
   * One number of users.
   *
   * @param first a node that reads the topic
   * @param again the node restarted
   */
  private record Row(long users, Node first, Node again) {

    String text() {
      return String.format(
          Locale.ROOT,
          "%,10d users: ready in %.1f s, %,d MiB resident, %,d MiB on disk; again in %.1f s, %,d MiB",
          users,
          seconds(first.start),
          first.resident >> 20,
          first.disk >> 20,
          seconds(again.start),
          again.resident >> 20);
    }

    String json() {
      return String.format(
          Locale.ROOT,
          "{\"users\":%d,\"firstSeconds\":%.2f,\"firstResidentBytes\":%d,\"diskBytes\":%d,"
              + "\"againSeconds\":%.2f,\"againResidentBytes\":%d}",
          users,
          seconds(first.start),
          first.resident,
          first.disk,
          seconds(again.start),
          again.resident);
    }

    private static double seconds(Duration time) {
      return time.toMillis() / 1e3;
    }
  }

  /** Measures, prints, and writes {@code json} if it is given. */
  public int run(@Nullable Path json) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (long users : USERS) {
      Path place = dir.resolve(Long.toString(users));
      rows.add(new Row(users, measure(place, users), measure(place, 0)));
      terminal.say(rows.getLast().text());
    }
    Row none = rows.getFirst();
    Row most = rows.getLast();
    terminal.say(
        String.format(
            Locale.ROOT,
            "%.3f GiB per million users, first; %.3f GiB when started again",
            (most.first.resident - none.first.resident) / (double) (1L << 30),
            (most.again.resident - none.again.resident) / (double) (1L << 30)));
    if (json != null) {
      ResultFile.write(
          json, "{\"rows\":[" + String.join(",", rows.stream().map(Row::json).toList()) + "]}");
    }
    return 0;
  }

  /** Starts broker and node, after writing so many users. */
  private Node measure(Path place, long users) throws InterruptedException {
    VarFolder var = VarFolder.open(place);
    try (LocalSystem system = new LocalSystem(var, terminal)) {
      var processes = new LocalProcesses(installation, var, Ports.free());
      system.start(processes.broker());
      if (users > 0) {
        system.complete(
            processes.loadtests(
                "bench",
                List.of(
                    "bench",
                    "fill",
                    "--bootstrap",
                    processes.bootstrap(),
                    "--states",
                    Long.toString(users))));
      }
      long start = System.nanoTime();
      system.start(processes.serving("sasrec"));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Node(
          took, ResidentMemory.of(system.process("serving").pid()), size(var.of("serving")));
    }
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("measuring " + folder, e);
    }
  }
}
