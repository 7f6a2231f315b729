package dev.freshet.loadtests.audience;

import dev.freshet.experiments.planted.PlantedCatalogue;
import dev.freshet.experiments.planted.PlantedTastes;
import dev.freshet.experiments.planted.PlantedVectors;
import dev.freshet.experiments.planted.PlantedVideo;
import dev.freshet.experiments.planted.Viewer;
import dev.freshet.loadtests.http.Acknowledgement;
import dev.freshet.loadtests.http.Backoff;
import dev.freshet.loadtests.http.ClientVideo;
import dev.freshet.loadtests.http.FeedClient;
import dev.freshet.loadtests.http.RefusedException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the simulated users against a server until it is told to stop.
 *
 * <p>The catalogue goes in first; posting it again changes nothing, so a run may follow another.
 * While the server is away everyone asks again with growing pauses, and no event is counted before
 * the server has said that it is safe.
 */
public final class Audience {

  private static final int CATALOGUE_BATCH = 250;
  private static final Instant WORLD_BEGAN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TRAILING = Duration.ofMinutes(1);
  private static final Duration PRINT_EVERY = Duration.ofSeconds(5);
  private static final Duration UPLOADS_OLDER = Duration.ofMinutes(1);
  private static final Duration FINISH = Duration.ofSeconds(5);

  private final AudienceConfig config;
  private final FeedClient client;
  private final PrintStream out;
  private final Clock clock = Clock.systemUTC();
  private final Instant created = clock.instant();
  private final PlantedCatalogue catalogue;
  private final PlantedVectors vectors;
  private final Uploads uploads;
  private final Traffic traffic = new Traffic();
  private final LongViews longViews = new LongViews(TRAILING);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
  private final List<AudienceResult.Sample> samples = new ArrayList<>();

  /** An audience that has not come yet. */
  public Audience(AudienceConfig config, FeedClient client, PrintStream out) {
    this.config = config;
    this.client = client;
    this.out = out;
    this.catalogue = new PlantedCatalogue(config.seed(), config.topics());
    this.vectors = new PlantedVectors(config.seed(), config.topics());
    this.uploads = new Uploads(vectors);
  }

  /** Asks everyone to finish; {@link #run} then returns. */
  public void stop() {
    stopped.countDown();
  }

  /**
   * Runs until {@link #stop}, or for {@code limit} from the first page.
   *
   * @throws RefusedException if the server refuses what it should take
   */
  AudienceResult run(Optional<Duration> limit) throws InterruptedException {
    postCatalogue();
    Instant start = clock.instant();
    try (ExecutorService seats = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      sessions().forEach(session -> seats.execute(() -> guarded(session::run)));
      seats.execute(() -> guarded(this::upload));
      watch(start, limit);
      stop();
      seats.shutdown();
      if (!seats.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
        seats.shutdownNow();
      }
    }
    RuntimeException failed = fault.get();
    if (failed != null) {
      throw failed;
    }
    return result(start);
  }

  /**
   * Runs until {@link #stop}.
   *
   * @throws RefusedException if the server refuses what it should take
   */
  public void run() throws InterruptedException {
    run(Optional.empty());
  }

  /** Number of events that the server has said are safe. */
  public long acknowledged() {
    return traffic.counts().acknowledged();
  }

  private List<Session> sessions() {
    String run = Long.toString(created.toEpochMilli(), Character.MAX_RADIX);
    var viewer = new Viewer(new PlantedTastes(config.seed(), config.topics(), config.drift()));
    var world = new Session.World(catalogue, viewer, uploads);
    var pacer = new Pacer(config.rate(), System::nanoTime);
    return IntStream.range(0, config.sessions())
        .mapToObj(
            seat ->
                new Session(
                    config,
                    seat,
                    run,
                    client,
                    world,
                    pacer,
                    traffic,
                    longViews,
                    clock,
                    this::isStopped))
        .toList();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Prints a line now and then until it is time to stop. */
  private void watch(Instant start, Optional<Duration> limit) throws InterruptedException {
    boolean announced = false;
    Instant nextLine = start.plus(PRINT_EVERY);
    while (!stopped.await(100, TimeUnit.MILLISECONDS)) {
      Instant now = clock.instant();
      if (!announced && longViews.total(Arm.PERSONALISED).impressions() > 0) {
        announced = true;
        out.printf("The first page came %,d ms after the audience%n", sinceCreated(now));
        out.println("READY users");
      }
      if (!now.isBefore(nextLine)) {
        AudienceResult result = result(start);
        samples.add(result.sample());
        out.println(result.line());
        nextLine = now.plus(PRINT_EVERY);
      }
      if (limit.isPresent() && !now.isBefore(start.plus(limit.get()))) {
        return;
      }
    }
  }

  private long sinceCreated(Instant now) {
    return Duration.between(created, now).toMillis();
  }

  private AudienceResult result(Instant start) {
    Instant now = clock.instant();
    return new AudienceResult(
        config,
        Duration.between(start, now),
        traffic.counts(),
        AudienceResult.byArm(longViews::total),
        AudienceResult.byArm(arm -> longViews.trailing(arm, now)),
        uploads.reach(Uploads.Kind.CONTENT, UPLOADS_OLDER, now),
        uploads.reach(Uploads.Kind.BARE, UPLOADS_OLDER, now),
        samples);
  }

  private void postCatalogue() throws InterruptedException {
    List<PlantedVideo> videos = catalogue.first(config.videos());
    for (int from = 0; from < videos.size() && !isStopped(); from += CATALOGUE_BATCH) {
      int to = Math.min(from + CATALOGUE_BATCH, videos.size());
      post(videos.subList(from, to).stream().map(this::posted).toList());
    }
    out.printf("%,d videos are in the catalogue%n", videos.size());
  }

  /** Posts a new video now and then; its number goes by the clock, so that no run repeats it. */
  private void upload() throws InterruptedException {
    if (config.uploadsPerMinute() == 0) {
      return;
    }
    long pauseMillis = Math.max(1, Math.round(60_000 / config.uploadsPerMinute()));
    for (long number = 0; !stopped.await(pauseMillis, TimeUnit.MILLISECONDS); number++) {
      PlantedVideo video = catalogue.video(clock.millis());
      post(List.of(uploads.posted(video, number)));
      uploads.uploaded(video, number, clock.instant());
      traffic.upload();
    }
  }

  private void post(List<ClientVideo> videos) throws InterruptedException {
    Optional<Acknowledgement> answer =
        Backoff.standard()
            .untilAnswered(
                () -> client.post(videos),
                new SplittableRandom(config.seed()),
                this::isStopped,
                failure -> traffic.failure());
    if (answer.isPresent() && !answer.get().rejected().isEmpty()) {
      throw new IllegalStateException(
          "the server refused videos: " + answer.get().rejected().getFirst());
    }
  }

  private ClientVideo posted(PlantedVideo video) {
    return new ClientVideo(
        video.id(),
        video.title(),
        video.author(),
        video.tags(),
        video.music(),
        video.musicType(),
        "camera",
        video.length().toMillis(),
        WORLD_BEGAN.minus(video.age()).toString(),
        vectors.of(video));
  }

  /** Runs a seat; if it fails, everyone stops and {@link #run} throws what happened. */
  private void guarded(Seat seat) {
    try {
      seat.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      fault.compareAndSet(null, e);
      stop();
    }
  }

  /** What one thread of the audience does. */
  private interface Seat {
    void run() throws InterruptedException;
  }
}
