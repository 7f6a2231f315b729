package dev.freshet.local;

import dev.freshet.local.broker.Port;
import dev.freshet.local.process.ChildSpec;
import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalProcesses;
import dev.freshet.local.system.LocalProcesses.Ports;
import dev.freshet.local.system.LocalSystem;
import dev.freshet.local.system.VarFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole system until Ctrl-C. */
@Command(name = "up", description = "Run the whole system with simulated users, until Ctrl-C.")
final class UpCommand implements Callable<Integer> {

  @Mixin private SystemOptions options = new SystemOptions();

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "PORT",
      description =
          "of the console and the HTTP API, ${DEFAULT-VALUE} by default; 0 picks a free one, as below")
  private int port;

  @Option(
      names = "--kafka-port",
      defaultValue = "9092",
      paramLabel = "PORT",
      description = "of the broker, ${DEFAULT-VALUE} by default")
  private int kafkaPort;

  @Option(
      names = "--streams-port",
      defaultValue = "8081",
      paramLabel = "PORT",
      description = "of the topologies' health and metrics, ${DEFAULT-VALUE} by default")
  private int streamsPort;

  @Option(
      names = "--flink-port",
      defaultValue = "9249",
      paramLabel = "PORT",
      description = "of the Flink jobs' metrics, ${DEFAULT-VALUE} by default")
  private int flinkPort;

  @Option(
      names = "--trainer-port",
      defaultValue = "9250",
      paramLabel = "PORT",
      description = "of the training rounds' metrics, ${DEFAULT-VALUE} by default")
  private int trainerPort;

  @Option(
      names = "--rate",
      defaultValue = "500",
      paramLabel = "N",
      description = "events per second of the simulated users, ${DEFAULT-VALUE} by default")
  private double rate;

  @Option(
      names = "--uploads",
      defaultValue = "10",
      paramLabel = "N",
      description = "new videos per minute of the simulated users, ${DEFAULT-VALUE} by default")
  private double uploads;

  @Option(
      names = "--no-fusion",
      description = "leave out what makes vectors of the content of videos")
  private boolean noFusion;

  @Option(names = "--no-users", description = "leave the simulated users out")
  private boolean noUsers;

  UpCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Instant start = Instant.now();
    Installation installation = Installation.fromSystemProperty();
    Terminal terminal = options.terminal();
    VarFolder var = VarFolder.open(options.var(installation));
    try (LocalSystem system = new LocalSystem(var, terminal)) {
      Ports ports =
          new Ports(
              Port.reserve(kafkaPort, "the broker", "--kafka-port"),
              Port.reserve(port, "serving", "--port"),
              Port.reserve(streamsPort, "streams", "--streams-port"),
              Port.reserve(flinkPort, "flink", "--flink-port"),
              noFusion ? 0 : Port.reserve(trainerPort, "trainer", "--trainer-port"));
      var processes = new LocalProcesses(installation, var, ports);
      terminal.say("Starting in " + var.dir());
      system.start(processes.boundedBroker());
      List<ChildSpec> together = new ArrayList<>();
      together.add(processes.serving(options.model()));
      together.add(processes.streams());
      together.addAll(processes.jobs(!noFusion, List.of(), options.settings()));
      system.start(together);
      if (!noUsers) {
        system.start(processes.users(rate, uploads));
      }
      terminal.say(
          "Up after %.0f s. Console: %s/  Kafka: %s  Ctrl-C stops everything."
              .formatted(
                  Duration.between(start, Instant.now()).toMillis() / 1000.0,
                  processes.url(),
                  processes.bootstrap()));
      system.keepUp();
      return 0;
    }
  }
}
