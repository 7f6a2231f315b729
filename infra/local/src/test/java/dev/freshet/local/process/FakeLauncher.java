package dev.freshet.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A launcher of two fakes, in a process of its own so that a test can kill it. */
final class FakeLauncher {

  private FakeLauncher() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    Supervisor supervisor =
        new Supervisor(
            dir,
            new ProcessList(dir.resolve("processes")),
            new Terminal(System.out, false, false),
            RestartPolicy.DEFAULT);
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close));
    supervisor.start(
        List.of(
            FakeChild.spec("one", dir.resolve("diary"), "well-behaved"),
            FakeChild.spec("two", dir.resolve("diary"), "well-behaved")));
    System.out.println("started");
    supervisor.watch(Duration.ofDays(1));
  }
}
