package dev.freshet.loadtests.audience;

import dev.freshet.experiments.report.OutputFile;
import dev.freshet.loadtests.http.FeedClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a simulated audience until Ctrl-C or for a while. */
@Command(
    name = "audience",
    description = "Simulated users who watch, like, skip and report it, in three arms.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class AudienceCommand implements Callable<Integer> {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration GOODBYE = Duration.ofSeconds(8);

  @Option(names = "--url", description = "Base of the HTTP API.")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(names = "--rate", description = "Events per second, all users together.")
  private double rate = 500;

  @Option(names = "--seconds", description = "Stop after this long; 0 for never.")
  private long seconds;

  @Option(names = "--users", description = "Users, a third of them in each arm.")
  private int users = 2_000;

  @Option(names = "--videos", description = "Videos of the catalogue at the start.")
  private int videos = 2_500;

  @Option(names = "--topics", description = "Topics planted in the catalogue, 2 to 20.")
  private int topics = 20;

  @Option(names = "--uploads", description = "New videos per minute.")
  private double uploads = 10;

  @Option(names = "--page", description = "Videos per page.")
  private int page = 10;

  @Option(names = "--drift", description = "Minutes in which a taste moves on by one topic.")
  private double driftMinutes = 30;

  @Option(names = "--sessions", description = "Users active at the same time.")
  private int sessions = 8;

  @Option(names = "--seed", description = "Seed of the world and of everything drawn.")
  private long seed = 42;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  @Option(names = "--report", description = "Write an HTML page with a plot here.")
  private @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    var config =
        new AudienceConfig(
            seed,
            topics,
            videos,
            users,
            rate,
            uploads,
            page,
            Duration.ofMillis(Math.round(driftMinutes * 60_000)),
            sessions);
    try (var client = new FeedClient(url, REQUEST_TIMEOUT)) {
      var audience = new Audience(config, client, System.out);
      var done = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> sayGoodbye(audience, done)));
      try {
        AudienceResult result =
            audience.run(
                seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
        System.out.println(result.line());
        System.out.print(result.table().text());
        System.out.print(result.uploadsTable().text());
        System.out.print(result.uploadsLine());
        if (json != null) {
          OutputFile.writeJson(json, result.json());
        }
        if (report != null) {
          result.report().write(report);
        }
      } finally {
        done.countDown();
      }
      return 0;
    }
  }

  /** On Ctrl-C: the last events go out and the result is written before the process ends. */
  private static void sayGoodbye(Audience audience, CountDownLatch done) {
    audience.stop();
    try {
      boolean finished = done.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
      if (!finished) {
        System.err.println("the audience did not finish in " + GOODBYE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
