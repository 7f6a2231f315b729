package dev.freshet.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** A process that does as a test wants. Takes its name, a diary file, and a manner. */
final class FakeChild {

  private FakeChild() {}

  public static void main(String[] args) throws Exception {
    String name = args[0];
    Path diary = Path.of(args[1]);
    note(diary, "start " + name);
    switch (args[2]) {
      case "well-behaved" -> ready(name, diary);
      case "dies-at-once" -> throw new IllegalStateException("no luck today");
      case "never-ready" -> System.out.println("still thinking");
      case "stubborn" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(FakeChild::forever));
        ready(name, diary);
      }
      case "dies-thrice" -> {
        ready(name, diary);
        if (starts(diary, name) <= 3) {
          System.out.println("out of luck");
          Runtime.getRuntime().halt(7);
        }
      }
      case "dies-once" -> {
        ready(name, diary);
        if (starts(diary, name) == 1) {
          Runtime.getRuntime().halt(7);
        }
      }
      case "returns-5" -> System.exit(5);
      case String listens when listens.startsWith("listens-at-") ->
          listen(Integer.parseInt(listens.substring("listens-at-".length())));
      default -> throw new IllegalArgumentException(args[2]);
    }
    forever();
  }

  /** The spec of a fake. */
  static ChildSpec spec(String name, Path diary, String manner) {
    String here =
        Path.of(
                java.net.URI.create(
                    FakeChild.class.getProtectionDomain().getCodeSource().getLocation().toString()))
            .toString();
    return new ChildSpec(
        name,
        List.of(here),
        FakeChild.class.getName(),
        List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(name, diary.toString(), manner),
        Map.of(),
        false,
        OptionalInt.empty(),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        false);
  }

  private static void ready(String name, Path diary) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> note(diary, "stop " + name)));
    System.out.println("READY " + name);
  }

  private static void listen(int port) throws IOException {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      System.out.println("listening at " + socket.getLocalPort());
      forever();
    }
  }

  private static void note(Path diary, String entry) {
    try {
      Files.writeString(diary, entry + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long starts(Path diary, String name) throws IOException {
    return Files.readAllLines(diary).stream().filter(("start " + name)::equals).count();
  }

  private static void forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
