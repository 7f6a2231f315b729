package dev.freshet.loadtests.audience;

import dev.freshet.experiments.planted.PlantedCatalogue;
import dev.freshet.experiments.planted.PlantedVideo;
import dev.freshet.experiments.planted.Viewer;
import dev.freshet.experiments.planted.Viewing;
import dev.freshet.loadtests.http.Acknowledgement;
import dev.freshet.loadtests.http.Backoff;
import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.loadtests.http.FeedClient;
import dev.freshet.loadtests.http.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One seat of the audience: its users come one after another, each looks at a few pages and reports
 * what they did. A user always sits on the same seat, so their events stay in order. Used by one
 * thread.
 *
 * <p>Watching takes no time: the events of a page are a millisecond apart.
 */
final class Session {

  private static final int MOST_PAGES = 4;
  private static final String SURFACE = "main";
  private static final String DEVICE = "phone";
  private static final Duration EMPTY_PAGE_PAUSE = Duration.ofMillis(250);

  private final AudienceConfig config;
  private final int seat;
  private final String run;
  private final FeedClient client;
  private final PlantedCatalogue catalogue;
  private final Viewer viewer;
  private final Uploads uploads;
  private final Pacer pacer;
  private final Traffic traffic;
  private final LongViews longViews;
  private final Clock clock;
  private final BooleanSupplier stop;
  private final SplittableRandom random;
  private long eventNumber;
  private long lastMillis;

  /**
   * @param seat number of this seat, below {@code config.sessions()}
   * @param run prefix of the event ids; differs from run to run
   */
  Session(
      AudienceConfig config,
      int seat,
      String run,
      FeedClient client,
      World world,
      Pacer pacer,
      Traffic traffic,
      LongViews longViews,
      Clock clock,
      BooleanSupplier stop) {
    this.config = config;
    this.seat = seat;
    this.run = run;
    this.client = client;
    this.catalogue = world.catalogue();
    this.viewer = world.viewer();
    this.uploads = world.uploads();
    this.pacer = pacer;
    this.traffic = traffic;
    this.longViews = longViews;
    this.clock = clock;
    this.stop = stop;
    this.random = new SplittableRandom(config.seed() * 31 + seat);
  }

  /** What is true of the videos and the users. */
  record World(PlantedCatalogue catalogue, Viewer viewer, Uploads uploads) {}

  /** Lets users come until it is time to stop. */
  void run() throws InterruptedException {
    int usersHere = (config.users() - seat + config.sessions() - 1) / config.sessions();
    while (!stop.getAsBoolean()) {
      int user = seat + config.sessions() * random.nextInt(usersHere);
      for (int pages = random.nextInt(1, MOST_PAGES + 1); pages > 0; pages--) {
        lookAtPage(user);
      }
    }
  }

  private void lookAtPage(int user) throws InterruptedException {
    String name = userName(user);
    Arm arm = Arm.of(name);
    Page page = untilAnswered(() -> timedPage(name, arm));
    if (page == null) {
      return;
    }
    if (page.videos().isEmpty()) {
      Thread.sleep(EMPTY_PAGE_PAUSE);
      return;
    }
    Instant at = clock.instant();
    List<ClientEvent> events = new ArrayList<>();
    long longViewsHere = 0;
    for (int position = 0; position < page.videos().size(); position++) {
      String video = page.videos().get(position).video();
      Optional<PlantedVideo> planted = catalogue.video(video);
      if (planted.isEmpty()) {
        continue; // not of this world: somebody else's video, which this audience scrolls past
      }
      Viewing viewing = viewer.view(user, planted.get(), at, random);
      report(name, page.requestId(), planted.get(), position, viewing, events);
      longViewsHere += viewing.longView() ? 1 : 0;
      if (arm == Arm.PERSONALISED) {
        uploads.shown(video, viewing.longView(), at);
      }
    }
    if (send(events)) {
      long shown = events.stream().filter(event -> event.kind().equals("IMPRESSION")).count();
      longViews.add(arm, new LongViews.Count(shown, longViewsHere), clock.instant());
    }
    pacer.await(events.size());
  }

  static String userName(int user) {
    return "user-" + user;
  }

  private Page timedPage(String user, Arm arm) {
    long start = System.nanoTime();
    Page page = client.page(user, config.pageSize(), SURFACE, arm.strategy());
    traffic.page(arm, page, Duration.ofNanos(System.nanoTime() - start));
    return page;
  }

  /** Sends the events, again and again with the same ids until the server has them. */
  private boolean send(List<ClientEvent> events) throws InterruptedException {
    if (events.isEmpty()) {
      return false;
    }
    Acknowledgement answer = untilAnswered(() -> client.send(events));
    if (answer == null) {
      traffic.abandoned(events.size());
      return false;
    }
    traffic.acknowledged(answer.accepted(), answer.rejected().size());
    return true;
  }

  private <T> @Nullable T untilAnswered(Supplier<T> request) throws InterruptedException {
    return Backoff.standard()
        .untilAnswered(request, random, stop, failure -> traffic.failure())
        .orElse(null);
  }

  /** The impression, then what the user pressed, then the watch. */
  private void report(
      String user,
      String request,
      PlantedVideo video,
      int position,
      Viewing viewing,
      List<ClientEvent> events) {
    events.add(event(user, request, video, "IMPRESSION", null, position));
    if (viewing.liked()) {
      events.add(event(user, request, video, "LIKE", null, null));
    }
    if (viewing.shared()) {
      events.add(event(user, request, video, "SHARE", null, null));
    }
    if (viewing.followed()) {
      events.add(event(user, request, video, "FOLLOW", null, null));
    }
    if (viewing.hidden()) {
      events.add(event(user, request, video, "HIDE", null, null));
    }
    events.add(event(user, request, video, "WATCH", viewing.watched().toMillis(), null));
  }

  private ClientEvent event(
      String user,
      String request,
      PlantedVideo video,
      String kind,
      @Nullable Long watchedMillis,
      @Nullable Integer position) {
    lastMillis = Math.max(lastMillis + 1, clock.millis());
    return new ClientEvent(
        run + "-" + seat + "-" + eventNumber++,
        request,
        user,
        video.id(),
        kind,
        lastMillis,
        watchedMillis,
        watchedMillis == null ? null : video.length().toMillis(),
        position,
        SURFACE,
        DEVICE);
  }
}
