package dev.freshet.serving.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.Http;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import dev.freshet.testkit.browser.Chromium;
import dev.freshet.testkit.browser.Chromium.Visit;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real browser, over a node and a real broker; nothing else runs. */
class ConsoleIT {

  @RegisterExtension
  @SuppressWarnings("UnusedVariable") // JUnit asks it whether there is a browser
  static final Chromium CHROMIUM = new Chromium();

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CLIP_RATE = 8_000;
  private static final List<String> TOPICS = List.of("ramen", "kitten", "guitar", "rockets");

  private static final String RELEASES =
      """
      {"model": "sasrec", "releases": [
        {"generation": "g1", "step": 200, "arrivedAt": "2026-01-01T00:01:00Z",
         "learnedUpTo": "2026-01-01T00:01:00Z", "metrics": {}, "active": true, "pinned": false},
        {"generation": "g1", "step": 100, "arrivedAt": "2026-01-01T00:00:00Z",
         "learnedUpTo": "2026-01-01T00:00:00Z", "metrics": {}, "active": false, "pinned": false}]}
      """;

  /** What reaches beyond the right edge, but for what scrolls in a box of its own. */
  private static final String TOO_WIDE =
      """
      [document.documentElement, ...document.querySelectorAll('body *')]
        .filter(each => !each.parentElement?.closest('.scroll, .reel, svg'))
        .filter(each => each.getBoundingClientRect().right > innerWidth || each === document.documentElement && each.scrollWidth > innerWidth)
        .map(each => `${each.tagName} ${each.getAttribute('class')} ${each.getBoundingClientRect().right}`)
      """;

  private static final Route.FulfillOptions COVER =
      new Route.FulfillOptions()
          .setContentType("image/svg+xml")
          .setBody("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='16'/>");

  @TempDir static Path dir;
  private static EmbeddedServer server;

  @BeforeAll
  static void start() {
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port", "-1",
                "freshet.kafka.bootstrap-servers", KAFKA.bootstrapServers(),
                "freshet.store.dir", dir.toString()));
    Http http = new Http(server.getURI());
    for (int i = 0; i < 32; i++) {
      String topic = TOPICS.get(i % TOPICS.size());
      String id = "video-" + i;
      KAFKA.send(Topics.VIDEOS, id, TestEvents.video(id, topic + ".author-" + i % 8, topic));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> http.get("/v1/videos?count=100").json().path("videos").size() == 32);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aClickOnHideRemovesTheAuthorFromTheNextPage() {
    try (Visit visit = open("#/feed/hilda", 1366, 850, false)) {
      Page page = visit.page();
      Locator next = page.locator(".coming");
      assertThat(page.locator(".card-video.current")).isVisible();
      String author = page.locator(".card-video.current .author").innerText();
      String handle = author.substring(author.indexOf('@'));
      assertThat(next).containsText(handle);

      page.locator(".card-video.current").getByText("Hide").click();

      assertThat(next).not().containsText(handle);
      assertThat(page.locator(".summary")).containsText("You hid");
      assertThat(page.locator(".gone")).containsText("you hid " + handle.substring(1));
      assertThat(page.locator(".card-video.current .author")).not().containsText(handle);
      assertThat(KAFKA.records(Topics.FEEDBACK_EVENTS))
          .anyMatch(
              record -> record.key().equals("hilda") && record.value().getKind() == EventKind.HIDE);
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void reportsHowMuchWasWatchedWhenTheUserGoesOnByKeyboard() {
    try (Visit visit = open("#/feed/wanda", 1366, 850, false)) {
      Page page = visit.page();
      assertThat(page.locator(".card-video.current")).isVisible();
      String first = page.locator(".card-video.current .title").innerText();
      page.locator(".card-video.current .play").click(); // stands still from here on
      page.locator(".card-video.current .progress").focus();
      page.keyboard().press("End");
      page.locator(".reel").focus();

      page.keyboard().press("ArrowDown");

      assertThat(page.locator(".card-video.current .title")).not().hasText(first);
      assertThat(page.locator(".summary")).containsText("You watched");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(KAFKA.records(Topics.FEEDBACK_EVENTS))
                      .anyMatch(
                          record ->
                              record.key().equals("wanda")
                                  && record.value().getKind() == EventKind.WATCH
                                  && record.value().getWatchedMillis()
                                      == TestEvents.LENGTH.toMillis()));
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"kim, skip", "kit, hide"})
  void keysGoOnWorkingAfterAButtonOfTheCardWasPressed(String user, String button) {
    try (Visit visit = open("#/feed/" + user, 1366, 850, false)) {
      Page page = visit.page();
      Locator title = page.locator(".card-video.current .title");
      String first = title.innerText();
      page.locator(".card-video.current .act." + button).focus();
      page.keyboard().press("Enter");
      assertThat(title).not().hasText(first);
      String second = title.innerText();

      page.keyboard().press("ArrowDown");

      assertThat(title).not().hasText(second);
      assertThat(page.locator(".card-video.current")).isFocused();
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void takesCapitalLettersAsKeysFromTheStart() {
    try (Visit visit = open("#/feed/carla", 1366, 850, false)) {
      Page page = visit.page();
      assertThat(page.locator(".reel")).isFocused();

      page.keyboard().press("L");

      assertThat(page.locator(".card-video.current .act.like.done")).isVisible();
      assertThat(page.locator(".summary")).containsText("You liked");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void tabStaysOnTheCardThatIsLookedAt() {
    try (Visit visit = open("#/feed/tabea", 1366, 850, false)) {
      Page page = visit.page();
      assertThat(page.locator(".reel")).isFocused();
      page.keyboard().press("l");
      assertThat(page.locator(".summary")).containsText("You liked"); // other cards have come

      Locator coming = page.locator(".card-video.current ~ .card-video");
      Locator reachable = page.locator(".card-video.current ~ .card-video:not([inert])");

      assertThat(coming).not().hasCount(0);
      assertThat(reachable).hasCount(0);
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void theSkipLinkLeadsToTheContentOfTheSameView() {
    try (Visit visit = open("#/lookup/user", 1366, 850, false)) {
      Page page = visit.page();
      assertThat(page.locator("#user-id")).isVisible();
      page.keyboard().press("Tab");
      assertThat(page.locator(".skip-link")).isFocused();

      page.keyboard().press("Enter");

      assertThat(page.locator("#view")).isFocused();
      assertThat(page).hasURL(Pattern.compile(".*#/lookup/user"));
      page.keyboard().press("Tab");
      assertThat(page.locator(".kinds a").first()).isFocused();
    }
  }

  @ParameterizedTest
  @CsvSource({"lena, another view", "leo, another page"})
  void reportsHowMuchWasWatchedWhenTheUserLeavesFor(String user, String place) {
    try (Visit visit = open("#/feed/" + user, 1366, 850, false)) {
      Page page = visit.page();
      page.locator(".card-video.current .play").click(); // stands still from here on
      page.locator(".card-video.current .progress").focus();
      page.keyboard().press("End");

      if (place.equals("another view")) {
        page.locator(".tabs a").getByText("Learning").click();
      } else {
        page.navigate("about:blank");
      }

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(events(user, EventKind.WATCH))
                      .singleElement()
                      .extracting(FeedbackEvent::getWatchedMillis)
                      .isEqualTo(TestEvents.LENGTH.toMillis()));
    }
  }

  @Test
  void sendsEventsThatWereNotStoredAgainUnderTheSameIds() {
    List<String> lost = new CopyOnWriteArrayList<>();
    try (Visit visit = open("#/feed/rita", 1366, 850, false)) {
      Page page = visit.page();
      assertThat(page.locator(".reel")).isFocused();
      page.route(
          "**/v1/events",
          route -> {
            lost.add(String.valueOf(route.request().postData()));
            route.abort();
          });
      page.keyboard().press("l");
      assertThat(page.locator(".toast").filter(text("Not stored yet"))).isVisible();
      page.unroute("**/v1/events");

      page.keyboard().press("f");

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(events("rita", EventKind.FOLLOW)).hasSize(1);
                assertThat(events("rita", EventKind.LIKE)).hasSize(1);
              });
      assertThat(lost.getLast())
          .contains(String.valueOf(events("rita", EventKind.LIKE).getFirst().getEventId()));
    }
  }

  @Test
  void asksAgainForAFirstPageThatDidNotCome() {
    try (Visit visit = open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      page.route("**/v1/users/**", route -> answer(route, 503, "{\"detail\": \"Too busy.\"}"));
      page.locator(".tabs a").getByText("Feed").click();
      assertThat(page.locator(".reel")).containsText("No page: Too busy.");

      page.unroute("**/v1/users/**");

      assertThat(page.locator(".card-video.current")).isVisible(within(PATIENCE));
      assertThat(page.locator(".reel .empty")).hasCount(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"401, Not allowed", "403, Not allowed", "503, No connection"})
  void saysWhyThereAreNoFigures(int status, String notice) {
    try (Visit visit = open("#/pipeline", 1366, 850, false)) {
      Page page = visit.page();
      assertThat(page.locator(".tiles .tile").first()).isVisible();

      page.route("**/v1/live", route -> answer(route, status, "{}"));
      page.reload();

      assertThat(page.locator(".notice")).containsText(notice);
      assertThat(page.locator(".live")).containsText(notice.toLowerCase(Locale.ROOT));
      assertThat(page.locator(".flow")).isHidden();
    }
  }

  @Test
  void takesOldFiguresAwayWhileTheStreamIsSilent() {
    try (Visit visit = open("#/pipeline", 1366, 850, false)) {
      Page page = visit.page();
      page.addInitScript(
          """
          const plain = window.fetch;
          window.fetch = async (path, options) => {
            const answer = await plain(path, options);
            if (path !== '/v1/live') return answer;
            const sieve = new TransformStream({
              transform(chunk, out) { if (!window.silent) out.enqueue(chunk); },
            });
            return new Response(answer.body.pipeThrough(sieve), answer);
          };
          """);
      page.reload();
      assertThat(page.locator(".tiles .tile").first()).isVisible();
      int points = points(page.locator(".plot").first());
      await().atMost(PATIENCE).until(() -> points(page.locator(".plot").first()) > points);

      page.evaluate("window.silent = true");
      assertThat(page.locator(".notice")).containsText("No connection", patient());
      assertThat(page.locator(".tiles")).isHidden();
      assertThat(page.locator(".flow")).isHidden();

      page.evaluate("window.silent = false");
      assertThat(page.locator(".tiles .tile").first()).isVisible(within(PATIENCE));
      assertThat(page.locator(".flow")).isVisible();
      assertThat(page.locator(".notice")).hasCount(0);
    }
  }

  @Test
  void saysThatThereIsNoReleaseOnceTheNodeAnswersAgain() {
    try (Visit visit = open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      page.route("**/releases", route -> answer(route, 503, "{\"detail\": \"Too busy.\"}"));
      page.navigate(server.getURI() + "/#/lookup/releases");
      assertThat(page.locator(".problem")).hasText("Too busy.");

      page.unroute("**/releases");

      assertThat(page.locator(".problem")).hasCount(0);
      assertThat(page.locator("tbody")).containsText("no release yet");
    }
  }

  @Test
  void rollsThisNodeBackOnceThatIsConfirmed() {
    List<String> told = new CopyOnWriteArrayList<>();
    try (Visit visit = open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      page.route("**/releases", route -> answer(route, 200, RELEASES));
      page.route(
          "**/rollback",
          route -> {
            told.add(String.valueOf(route.request().postData()));
            answer(route, 200, RELEASES);
          });
      page.navigate(server.getURI() + "/#/lookup/releases");
      page.getByText("Roll back", exactly()).click();
      page.getByText("Cancel").click();
      assertThat(page.locator("dialog")).hasCount(0);
      page.getByText("Roll back", exactly()).click();
      assertThat(visit.accessibilityFaults()).isEmpty();

      page.getByText("Roll this node back").click();

      assertThat(page.locator(".toast")).containsText("This node is rolled back to step 100");
      assertThat(told).containsExactly("{\"generation\":\"g1\",\"step\":100}");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void showsTheCoverThatTheCatalogueLinks() {
    try (Visit visit = open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      link(page, "{\"cover\": \"/covers/one.svg\"}");
      page.route("**/covers/one.svg", route -> route.fulfill(COVER));

      page.locator(".tabs a").getByText("Feed").click();

      Locator cover = page.locator(".card-video.current > img.cover");
      assertThat(cover).hasAttribute("src", server.getURI() + "/covers/one.svg");
      await().atMost(PATIENCE).until(() -> holds(cover, "image => image.naturalWidth === 9"));
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void playsTheVideoThatTheCatalogueLinksAndFollowsTheBar() {
    try (Visit visit = open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      link(page, "{\"video\": \"/clips/one.wav\"}");
      page.route("**/clips/one.wav", ConsoleIT::sendClip);
      page.locator(".tabs a").getByText("Feed").click();
      Locator video = page.locator(".card-video.current > video.cover");
      await()
          .atMost(PATIENCE)
          .until(() -> video.count() == 1 && holds(video, "v => !v.paused && v.currentTime > 0"));

      page.locator(".card-video.current .play").click();
      page.locator(".card-video.current .progress")
          .evaluate("bar => { bar.value = 500; bar.dispatchEvent(new Event('input')); }");

      await().atMost(PATIENCE).until(() -> holds(video, "v => v.paused && v.currentTime === 10"));
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void drawsCurvesThatMoveWithWhatUsersDo() {
    try (Visit visit = open("#/feed/clara", 1366, 850, true)) {
      Page page = visit.page();
      assertThat(page.locator(".card-video.current")).isVisible();
      page.locator(".card-video.current").getByText("Skip").click();

      page.getByRole(AriaRole.LINK).filter(text("Learning")).click();

      Locator plot = page.locator(".plot").first();
      assertThat(plot.locator("canvas")).isVisible();
      assertThat(plot).hasAttribute("data-points", Pattern.compile("[1-9]\\d*"));
      int points = points(plot);
      await().atMost(PATIENCE).until(() -> points(plot) >= points + 2);
      assertThat(page.locator(".key").first()).containsText("personalised");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void drawsHowFastItLearnsAndHowOldTheWeightsAre() {
    Instant now = Instant.now();
    String stream =
        "event: history\ndata: {\"arms\": [], \"evaluations\": []}\n\n"
            + pulse(now.minusSeconds(10), 1_000)
            + pulse(now, 1_500);
    try (Visit visit = open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      page.route(
          "**/v1/live",
          route ->
              route.fulfill(
                  new Route.FulfillOptions().setContentType("text/event-stream").setBody(stream)));

      page.reload();

      assertThat(page.getByLabel("Examples learned from per second"))
          .hasAttribute("aria-label", "Examples learned from per second: examples/s 50");
      assertThat(page.getByLabel("Age of the weights"))
          .hasAttribute("aria-label", "Age of the weights: age 2.0 s");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void looksIntoDeadLetters() {
    DeadLetter letter =
        new DeadLetter(
            null,
            new byte[] {1, 2, 3},
            Topics.VIDEOS.name(),
            0,
            7,
            "the record has no key",
            Instant.parse("2026-01-01T00:00:00Z"));
    KAFKA.sendRaw(letterRecord(letter));

    try (Visit visit = open("#/pipeline", 1366, 850, false)) {
      Page page = visit.page();
      page.getByText("Look inside").click();

      assertThat(page.locator("dialog")).containsText("the record has no key");
      page.getByText("The bytes").click();
      assertThat(page.locator("dialog pre")).hasText("01 02 03");
      assertThat(visit.accessibilityFaults()).isEmpty();
      page.keyboard().press("Escape");
      assertThat(page.locator("dialog")).hasCount(0);
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void findsAVideoAndItsNeighbours() {
    try (Visit visit = open("#/lookup", 1366, 850, false)) {
      Page page = visit.page();
      assertThat(page.locator(".poster")).hasCount(32);

      page.locator("#query").fill("KITTEN author-1");

      assertThat(page.locator(".poster")).hasCount(4);
      page.locator(".poster").first().click();
      assertThat(page.locator(".video-card")).containsText("looks like cats");
      assertThat(page.locator(".posters .poster")).hasCount(12);
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "#/feed/axel, .card-video.current",
    "#/learning, .plot",
    "#/pipeline, .flow",
    "#/lookup/video, .poster",
    "#/lookup/video/video-3, .video-card",
    "#/lookup/user, #user-id",
    "#/lookup/releases, table"
  })
  void hasNoSeriousAccessibilityFaultOnALaptopOrAPhoneInLightOrDark(String path, String loaded) {
    for (boolean dark : new boolean[] {false, true}) {
      for (int[] size : new int[][] {{1366, 850}, {390, 844}}) {
        try (Visit visit = open(path, size[0], size[1], dark)) {
          Page page = visit.page();
          assertThat(page.locator(loaded).first()).isVisible();
          assertThat(page.locator(".live .dot.up")).isVisible();

          assertThat(visit.accessibilityFaults())
              .as("%s %s dark %s", path, size[0], dark)
              .isEmpty();
          assertThat(visit.complaints()).isEmpty();
          assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
              .as("%s fits %d pixels", path, size[0])
              .isEqualTo(true);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "#/learning, .tiles .tile",
    "#/pipeline, .tiles .tile",
    "#/lookup/video, .poster",
    "#/lookup/video/video-3, .poster",
    "#/lookup/user, #user-id",
    "#/lookup/releases, td"
  })
  void fitsAVeryNarrowPhone(String path, String loaded) {
    try (Visit visit = open(path, 320, 568, false)) {
      Page page = visit.page();
      assertThat(page.locator(".live .dot.up")).isVisible();
      assertThat(page.locator(loaded).first()).isVisible();

      assertThat(page.evaluate(TOO_WIDE)).isEqualTo(List.of());
    }
  }

  @ParameterizedTest
  @CsvSource({"Feed, .card-video.current", "Why, .coming li", "You, .you-column .chips"})
  void everyPartOfTheFeedFitsAVeryNarrowPhone(String part, String loaded) {
    try (Visit visit = open("#/feed/nora", 320, 568, false)) {
      Page page = visit.page();
      assertThat(page.locator(".live .dot.up")).isVisible();
      page.locator(".segments").getByText(part).click();
      assertThat(page.locator(loaded).first()).isVisible();

      assertThat(page.evaluate(TOO_WIDE)).isEqualTo(List.of());
    }
  }

  @Test
  void sendsTheKeyThatWasEnteredWithEveryCall() {
    try (Visit visit = open("#/lookup", 390, 844, false)) {
      Page page = visit.page();
      page.getByLabel("API key").click();
      page.locator("#api-key").fill("k-123");

      var request =
          page.waitForRequest(
              each -> each.url().contains("/v1/videos?"), () -> page.getByText("Use it").click());

      assertThat(request.headers()).containsEntry("authorization", "Bearer k-123");
    }
  }

  @SuppressWarnings("NullAway") // Kafka does not say that key and value of a record may be null
  private static ProducerRecord<byte[], byte[]> letterRecord(DeadLetter letter) {
    return new ProducerRecord<>(
        letter.deadLetters(), null, null, letter.key(), letter.value(), letter.headers());
  }

  private static List<FeedbackEvent> events(String user, EventKind kind) {
    return KAFKA.records(Topics.FEEDBACK_EVENTS).stream()
        .filter(record -> record.key().equals(user) && record.value().getKind() == kind)
        .map(ConsumerRecord::value)
        .toList();
  }

  /** A pulse of a model whose weights are two seconds old, as the stream sends it. */
  private static String pulse(Instant at, int examples) {
    return """
        event: pulse
        data: {"at": "%s", "arms": [],
        data: "model": {"name": "din", "step": 7, "rowsStep": 7, "learnedUpTo": "%s"},
        data: "evaluations": [{"model": "din", "asOf": "%s", "examples": %d}]}

        """
        .formatted(at, at.minusSeconds(2), at, examples);
  }

  private static void answer(Route route, int status, String body) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setContentType("application/json")
            .setBody(body));
  }

  /** Has every video of a page link these media. */
  private static void link(Page page, String media) {
    page.route(
        "**/recommendations",
        route -> {
          APIResponse answer = route.fetch();
          String linked = answer.text().replace("\"media\":{}", "\"media\":" + media);
          route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(linked));
        });
  }

  /** As long as every video, silent; browsers play sound as they do pictures. */
  private static byte[] clip() {
    int length = Math.toIntExact(TestEvents.LENGTH.toSeconds() * CLIP_RATE);
    byte[] clip = new byte[44 + length];
    Arrays.fill(clip, 44, clip.length, (byte) 128);
    ByteBuffer.wrap(clip)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(US_ASCII))
        .putInt(36 + length)
        .put("WAVEfmt ".getBytes(US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 1)
        .putInt(CLIP_RATE)
        .putInt(CLIP_RATE)
        .putShort((short) 1)
        .putShort((short) 8)
        .put("data".getBytes(US_ASCII))
        .putInt(length);
    return clip;
  }

  /** Sends the clip from where it is asked for: a browser seeks only in what comes in ranges. */
  private static void sendClip(Route route) {
    byte[] clip = clip();
    Matcher range =
        Pattern.compile("bytes=(\\d+)-.*")
            .matcher(route.request().headers().getOrDefault("range", ""));
    int from = range.matches() ? Integer.parseInt(range.group(1)) : 0;
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(206)
            .setHeaders(
                Map.of(
                    "Content-Type", "audio/wav",
                    "Accept-Ranges", "bytes",
                    "Content-Range",
                        "bytes %d-%d/%d".formatted(from, clip.length - 1, clip.length)))
            .setBodyBytes(Arrays.copyOfRange(clip, from, clip.length)));
  }

  private static boolean holds(Locator locator, String condition) {
    return Boolean.TRUE.equals(locator.evaluate(condition));
  }

  private static LocatorAssertions.IsVisibleOptions within(Duration time) {
    return new LocatorAssertions.IsVisibleOptions().setTimeout((double) time.toMillis());
  }

  private static LocatorAssertions.ContainsTextOptions patient() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout((double) PATIENCE.toMillis());
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static int points(Locator plot) {
    return Integer.parseInt(plot.getAttribute("data-points"));
  }

  private static Visit open(String path, int width, int height, boolean dark) {
    return CHROMIUM.visit(URI.create(server.getURI() + "/" + path), width, height, dark);
  }
}
