package dev.freshet.loadtests.bench;

import dev.freshet.loadtests.audience.Audience;
import dev.freshet.loadtests.audience.AudienceConfig;
import dev.freshet.loadtests.http.FeedClient;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A simulated audience that keeps the system busy beside a measurement, and that has taught it
 * something before. Closing sends it home.
 */
public final class Background implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FINISH = Duration.ofSeconds(30);

  private final FeedClient client;
  private final Audience audience;
  private final CompletableFuture<Void> running;

  /** The standard audience, at {@code rate} events per second. */
  public Background(URI url, double rate) {
    client = new FeedClient(url, TIMEOUT);
    audience =
        new Audience(
            AudienceConfig.standard().withRate(rate),
            client,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    running =
        CompletableFuture.runAsync(
            this::run, command -> Thread.ofPlatform().name("background").start(command));
  }

  private void run() {
    try {
      audience.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns after this time.
   *
   * @throws IllegalStateException if the audience has ended for some reason
   */
  public void last(Duration time) throws InterruptedException {
    try {
      running.get(time.toMillis(), TimeUnit.MILLISECONDS);
      throw new IllegalStateException("the audience ended early");
    } catch (TimeoutException e) {
      // as it should be
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("the audience failed: " + e.getCause(), e.getCause());
    }
  }

  /** Number of events that the server has said are safe. */
  public long acknowledged() {
    return audience.acknowledged();
  }

  @Override
  public void close() {
    audience.stop();
    try {
      running.orTimeout(FINISH.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the audience failed: " + e.getCause(), e.getCause());
    } finally {
      client.close();
    }
  }
}
