package dev.freshet.serving.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.freshet.serving.console.ConsoleNode.answer;
import static dev.freshet.serving.console.ConsoleNode.points;
import static dev.freshet.serving.console.ConsoleNode.text;
import static dev.freshet.testkit.Patience.await;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.browser.Chromium.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's pages in a real browser: what they show, on which screens, and to whom. */
class ConsolePagesIT {

  @RegisterExtension static final ConsoleNode CONSOLE = new ConsoleNode();

  private static final String RELEASES =
      """
      {"model": "sasrec", "releases": [
        {"generation": "g1", "step": 200, "arrivedAt": "2026-01-01T00:01:00Z",
         "learnedUpTo": "2026-01-01T00:01:00Z", "metrics": {}, "active": true, "pinned": false},
        {"generation": "g1", "step": 100, "arrivedAt": "2026-01-01T00:00:00Z",
         "learnedUpTo": "2026-01-01T00:00:00Z", "metrics": {}, "active": false, "pinned": false}]}
      """;

  /** The loop with a rate of its own for each topic, and lags of groups whose names end alike. */
  private static final String LOOP =
      """
      event: history
      data: {"arms": [], "evaluations": []}

      event: pulse
      data: {"at": "2026-01-01T00:00:00Z", "videos": 3, "model": null, "arms": [], "evaluations": [],
      data: "topics": [
      data: {"topic": "feedback-events", "perSecond": 511, "deadLetters": 0},
      data: {"topic": "videos", "perSecond": 512, "deadLetters": 0},
      data: {"topic": "user-states", "perSecond": 513, "deadLetters": 0},
      data: {"topic": "training-examples", "perSecond": 514, "deadLetters": 0},
      data: {"topic": "embedding-rows", "perSecond": 515, "deadLetters": 0},
      data: {"topic": "model-releases", "perSecond": 516, "deadLetters": 0},
      data: {"topic": "trending", "perSecond": 517, "deadLetters": 0},
      data: {"topic": "served-slates", "perSecond": 518, "deadLetters": 0},
      data: {"topic": "scored-examples", "perSecond": 519, "deadLetters": 0}],
      data: "consumers": [
      data: {"consumer": "freshet-training", "topic": "training-examples", "lag": 5},
      data: {"consumer": "freshet-fusion-training", "topic": "training-examples", "lag": 40},
      data: {"consumer": "freshet-fusion", "topic": "videos", "lag": 300}],
      data: "eventToPage": {"count": 0, "p50": -1, "p99": -1},
      data: "eventToWeights": {"count": 0, "p50": -1, "p99": -1},
      data: "processes": [{"name": "fusion-training", "state": "silent"}, {"name": "fusion", "state": "up"}],
      data: "viewers": [], "skipped": 0}

      """;

  /** Sends that, and then nothing more, on an open connection. */
  private static final String STREAM =
      """
      const plain = window.fetch;
      window.fetch = async (path, options) => path !== '/v1/live' ? plain(path, options)
        : new Response(new ReadableStream({start: out => out.enqueue(new TextEncoder().encode(`%s`))}));
      """;

  /** What of the drawing overlaps, leaves it, or is too narrow for what it holds. */
  private static final String COVERED =
      """
      (() => {
        const frame = document.querySelector('.flow').getBoundingClientRect();
        const all = [...document.querySelectorAll('.flow .part rect, .flow .rate')];
        const name = each => each.dataset.edge ?? each.parentElement.getAttribute('class');
        const place = each => each.getBoundingClientRect();
        const outside = all.filter(each => place(each).left < frame.left || place(each).right > frame.right
          || place(each).top < frame.top || place(each).bottom > frame.bottom);
        const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const narrow = [...document.querySelectorAll('.flow .part')]
          .filter(each => place(each.querySelector('.name')).width > place(each.querySelector('rect')).width);
        return [...narrow.map(each => `${each.getAttribute('class')} is too narrow for its name`), ...outside.map(each => `${name(each)} leaves the drawing`),
          ...all.flatMap((one, i) => all.slice(i + 1).filter(other => overlap(place(one), place(other)))
            .map(other => `${name(one)} and ${name(other)}`))];
      })()
      """;

  /** What reaches beyond the right edge, but for what scrolls in a box of its own. */
  private static final String TOO_WIDE =
      """
      [document.documentElement, ...document.querySelectorAll('body *')]
        .filter(each => !each.parentElement?.closest('.scroll, .reel, svg'))
        .filter(each => each.getBoundingClientRect().right > innerWidth || each === document.documentElement && each.scrollWidth > innerWidth)
        .map(each => `${each.tagName} ${each.getAttribute('class')} ${each.getBoundingClientRect().right}`)
      """;

  @Test
  void drawsCurvesThatMoveWithWhatUsersDo() {
    try (Visit visit = CONSOLE.open("#/feed/clara", 1366, 850, true)) {
      Page page = visit.page();
      assertThat(page.locator(".card-video.current")).isVisible();
      page.locator(".card-video.current").getByText("Skip").click();

      page.getByRole(AriaRole.LINK).filter(text("Learning")).click();

      Locator plot = page.locator(".plot").first();
      assertThat(plot.locator("canvas")).isVisible();
      assertThat(plot).hasAttribute("data-points", Pattern.compile("[1-9]\\d*"));
      int points = points(plot);
      await().until(() -> points(plot) >= points + 2);
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
    try (Visit visit = CONSOLE.open("#/learning", 1366, 850, false)) {
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

  @ParameterizedTest
  @ValueSource(ints = {1366, 320})
  void drawsEveryPartOfTheLoopWithTheRateOfTheTopicOnEachEdge(int width) {
    try (Visit visit = CONSOLE.open("#/pipeline", width, 850, false)) {
      Page page = visit.page();
      page.addInitScript(STREAM.formatted(LOOP));

      page.reload();

      assertThat(page.locator(".flow .rate[data-edge=users-log]")).hasText("511 events/s");
      assertThat(rates(page))
          .isEqualTo(
              Map.ofEntries(
                  entry("users-log", "511 events/s"),
                  entry("log-features", "511 events/s"),
                  entry("log-labels", "511 events/s"),
                  entry("log-trending", "511 events/s"),
                  entry("catalogue-fusion", "512 videos/s"),
                  entry("catalogue-fusion-training", "512 videos/s"),
                  entry("features-serving", "513 states/s"),
                  entry("labels-training", "514 examples/s"),
                  entry("labels-fusion-training", "514 examples/s"),
                  entry("training-serving", "515 rows/s"),
                  entry("fusion-training-fusion", "516 releases/s"),
                  entry("trending-serving", "517 windows/s"),
                  entry("serving-users", "518 pages/s")));
      assertThat(page.locator(".flow .particle.fusion-serving")).not().hasCount(0);
      assertThat(page.locator(".part.training .note")).containsText("5");
      assertThat(page.locator(".part.fusion-training .note")).containsText("40");
      assertThat(page.locator(".part.fusion .note")).containsText("300");
      assertThat(page.locator(".part.fusion-training .dot")).hasClass("dot silent");
      assertThat(page.locator(".part.fusion .dot")).hasClass("dot up");
      assertThat(visit.complaints()).isEmpty();
    }
  }

  /** That nothing of the drawing hides behind something else of it or leaves it. */
  @ParameterizedTest
  @ValueSource(ints = {1366, 320})
  void drawsThePartsApartFromEachOtherAndTheirRates(int width) {
    try (Visit visit = CONSOLE.open("#/pipeline", width, 850, false)) {
      Page page = visit.page();
      page.addInitScript(STREAM.formatted(LOOP));

      page.reload();

      assertThat(page.locator(".flow .rate[data-edge=users-log]")).hasText("511 events/s");
      assertThat(page.evaluate(COVERED)).isEqualTo(List.of());
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
    CONSOLE.kafka().sendRaw(letterRecord(letter));

    try (Visit visit = CONSOLE.open("#/pipeline", 1366, 850, false)) {
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
    try (Visit visit = CONSOLE.open("#/lookup", 1366, 850, false)) {
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

  @Test
  void rollsThisNodeBackOnceThatIsConfirmed() {
    List<String> told = new CopyOnWriteArrayList<>();
    try (Visit visit = CONSOLE.open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      page.route("**/releases", route -> answer(route, 200, RELEASES));
      page.route(
          "**/rollback",
          route -> {
            told.add(String.valueOf(route.request().postData()));
            answer(route, 200, RELEASES);
          });
      page.navigate(CONSOLE.uri() + "/#/lookup/releases");
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
  void sendsTheKeyThatWasEnteredWithEveryCall() {
    try (Visit visit = CONSOLE.open("#/lookup", 390, 844, false)) {
      Page page = visit.page();
      page.getByLabel("API key").click();
      page.locator("#api-key").fill("k-123");

      var request =
          page.waitForRequest(
              each -> each.url().contains("/v1/videos?"), () -> page.getByText("Use it").click());

      assertThat(request.headers()).containsEntry("authorization", "Bearer k-123");
    }
  }

  @Test
  void theSkipLinkLeadsToTheContentOfTheSameView() {
    try (Visit visit = CONSOLE.open("#/lookup/user", 1366, 850, false)) {
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
  @CsvSource({
    "#/feed/axel, .card-video.current",
    "#/learning, .plot",
    "#/pipeline, .flow",
    "#/lookup/video, .poster",
    "#/lookup/video/video-3, .video-card",
    "#/lookup/user, #user-id",
    "#/lookup/releases, table"
  })
  void hasNoSeriousAccessibilityFaultOnALaptopInLightOrAPhoneInDark(String path, String loaded) {
    for (boolean phone : new boolean[] {false, true}) {
      int width = phone ? 390 : 1366;
      try (Visit visit = CONSOLE.open(path, width, 850, phone)) {
        Page page = visit.page();
        assertThat(page.locator(loaded).first()).isVisible();
        assertThat(page.locator(".live .dot.up")).isVisible();

        assertThat(visit.accessibilityFaults()).as("%s at %d pixels", path, width).isEmpty();
        assertThat(visit.complaints()).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .as("%s fits %d pixels", path, width)
            .isEqualTo(true);
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
    try (Visit visit = CONSOLE.open(path, 320, 568, false)) {
      Page page = visit.page();
      assertThat(page.locator(".live .dot.up")).isVisible();
      assertThat(page.locator(loaded).first()).isVisible();

      assertThat(page.evaluate(TOO_WIDE)).isEqualTo(List.of());
    }
  }

  @ParameterizedTest
  @CsvSource({"Feed, .card-video.current", "Why, .coming li", "You, .you-column .chips"})
  void everyPartOfTheFeedFitsAVeryNarrowPhone(String part, String loaded) {
    try (Visit visit = CONSOLE.open("#/feed/nora", 320, 568, false)) {
      Page page = visit.page();
      assertThat(page.locator(".live .dot.up")).isVisible();
      page.locator(".segments").getByText(part).click();
      assertThat(page.locator(loaded).first()).isVisible();

      assertThat(page.evaluate(TOO_WIDE)).isEqualTo(List.of());
    }
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

  private static Object rates(Page page) {
    return page.locator(".flow .rate")
        .evaluateAll(
            "rates => Object.fromEntries(rates.map(each => [each.dataset.edge, each.textContent]))");
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  @SuppressWarnings("NullAway") // Kafka does not say that key and value of a record may be null
  private static ProducerRecord<byte[], byte[]> letterRecord(DeadLetter letter) {
    return new ProducerRecord<>(
        letter.deadLetters(), null, null, letter.key(), letter.value(), letter.headers());
  }
}
