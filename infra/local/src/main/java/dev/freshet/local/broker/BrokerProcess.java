package dev.freshet.local.broker;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The broker as a process of its own. Says {@code READY broker}; stops with its launcher. */
@Command(name = "broker", description = "Runs a Kafka broker on 127.0.0.1.")
public final class BrokerProcess implements Callable<Integer> {

  @Option(names = "--port", defaultValue = "9092", description = "where clients connect")
  private int port;

  @Option(
      names = "--advertised-port",
      defaultValue = "0",
      description = "where clients are told to connect; 0 for the same")
  private int advertisedPort;

  @Option(names = "--dir", defaultValue = "var/broker", description = "where its data lie")
  private Path dir = Path.of("var/broker");

  @Option(
      names = "--retain",
      defaultValue = "-1",
      paramLabel = "BYTES",
      description = "kept of each partition of a topic that forgets with time; -1 keeps all")
  private long retain = -1;

  private BrokerProcess() {}

  /** Runs until the process is told to stop. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BrokerProcess()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    var stopped = new CountDownLatch(1);
    EmbeddedBroker broker =
        EmbeddedBroker.start(port, advertisedPort == 0 ? port : advertisedPort, dir, retain);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  broker.close();
                  stopped.countDown();
                },
                "stop-broker"));
    System.out.println("READY broker");
    stopped.await();
    return 0;
  }
}
