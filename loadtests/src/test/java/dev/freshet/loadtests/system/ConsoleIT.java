package dev.freshet.loadtests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.freshet.testkit.browser.Chromium;
import dev.freshet.testkit.browser.Chromium.Visit;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The console over the whole system with its simulated users: what a visitor is promised. */
class ConsoleIT {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration LEARN = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(45);
  private static final int MOST_VIDEOS = 30;
  private static final int LIKES = 6;

  @TempDir Path var;

  @Test
  @Disabled("one user's likes do not reliably shift the page within two minutes; see the results")
  void likesShiftThePagesTopicsHideRemovesTheAuthorAndTheCurvesMove() {
    try (var system =
        Launched.of(
            "up",
            var,
            "--port",
            "0",
            "--kafka-port",
            "0",
            "--streams-port",
            "0",
            "--flink-port",
            "0",
            "--rate",
            "300")) {
      URI console = URI.create(system.awaitLine("Console: (http://\\S+/)", START).group(1));
      try (Visit visit = CHROMIUM.visit(console.resolve("#/learning"), 1366, 850, false)) {
        Page page = visit.page();
        page.setDefaultTimeout((double) START.toMillis());
        curvesMove(page);

        page.navigate(console.resolve("#/feed/a-visitor").toString());
        likesShiftTheTopics(page);
        hideRemovesTheAuthor(page);

        assertThat(page.locator(".trace li").nth(2))
            .hasClass(java.util.regex.Pattern.compile("reached"));
        assertThat(visit.complaints()).isEmpty();
      }
      system.stop(STOP);
    }
  }

  /** All arms have rates, which go on, and the model learns. */
  private static void curvesMove(Page page) {
    Locator rates = page.locator(".key").first();
    await().atMost(LEARN).until(() -> rates.innerText().split("%", -1).length > 6);
    Locator plot = page.locator(".plot").first();
    int points = Integer.parseInt(plot.getAttribute("data-points"));
    long step = step(page);

    await()
        .atMost(LEARN)
        .until(
            () -> Integer.parseInt(plot.getAttribute("data-points")) > points && step(page) > step);
  }

  private static long step(Page page) {
    String shown = page.locator(".live").innerText().replaceAll("(?s)^\\D*([0-9,]+).*", "$1");
    return shown.matches("[0-9,]+") ? Long.parseLong(shown.replace(",", "")) : -1;
  }

  /** Who watches one topic to the end and likes it, and skips the rest, gets more of it. */
  private static void likesShiftTheTopics(Page page) {
    Locator current = page.locator(".card-video.current");
    assertThat(current).isVisible();
    String topic = topic(page);
    int before = count(page, topic);
    int likes = 0;
    for (int seen = 0; seen < MOST_VIDEOS && likes < LIKES; seen++) {
      if (topic(page).equals(topic)) {
        likes++;
        current.getByText("Like").click();
        current.locator(".progress").focus();
        page.keyboard().press("End");
      }
      next(page);
    }

    assertThat(likes).isEqualTo(LIKES);
    await().atMost(LEARN).until(() -> count(page, topic) > before);
  }

  private static void hideRemovesTheAuthor(Page page) {
    Locator current = page.locator(".card-video.current");
    String author = current.locator(".author").innerText().replaceAll("(?s).*@", "@").strip();

    current.getByText("Hide").click();

    assertThat(page.locator(".summary")).containsText("You hid");
    assertThat(page.locator(".coming")).not().containsText(author + " ");
    assertThat(current.locator(".author")).not().containsText(author);
  }

  private static void next(Page page) {
    String before = page.locator(".card-video.current .title").innerText();
    int cards = page.locator(".card-video").count();
    page.locator(".reel").focus();
    page.keyboard().press("ArrowDown");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                !page.locator(".card-video.current .title").innerText().equals(before)
                    || page.locator(".card-video").count() != cards);
  }

  /** What the video that is looked at is about, as its cover shows. */
  private static String topic(Page page) {
    List<String> tags =
        page.locator(".card-video.current .tags span").allInnerTexts().stream()
            .map(tag -> tag.substring(1))
            .toList();
    return (String)
        page.evaluate("async tags => (await import('/js/art/cover.js')).topic({tags}).name", tags);
  }

  /** How many videos of the next page are about the topic. */
  private static int count(Page page, String topic) {
    return page.locator(".why-column .mix-key li").allInnerTexts().stream()
        .map(text -> text.replace('\n', ' ').strip())
        .filter(text -> text.startsWith(topic + " "))
        .map(text -> text.substring(topic.length() + 1).replaceAll("\\D.*", ""))
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
