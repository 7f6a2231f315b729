package dev.freshet.loadtests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.ReducedMotion;
import dev.freshet.testkit.browser.Chromium;
import dev.freshet.testkit.browser.Chromium.Visit;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The console over the whole system with its simulated users: what a visitor is promised. */
final class ConsoleSteps {

  private static final Duration ARRIVES = Duration.ofSeconds(2);
  private static final int MOST_VIDEOS = 1_000;
  private static final int LIKES = 6;

  /** Of ten videos; a topic has one in twenty of the catalogue. */
  private static final int FEW = 3;

  private static final int MOST = 6;

  private final Chromium chromium;
  private final URI console;

  ConsoleSteps(Chromium chromium, URI console) {
    this.chromium = chromium;
    this.console = console;
  }

  void run() {
    try (Visit visit = chromium.visit(console.resolve("#/learning"), 1366, 850, false)) {
      Page page = visit.page();
      page.emulateMedia(
          new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE)); // no glide
      curvesMove(page);

      page.navigate(console.resolve("#/feed/a-visitor").toString());
      likesShiftTheTopics(page);
      hideRemovesTheAuthor(page);

      assertThat(page.locator(".trace li").nth(2))
          .hasClass(java.util.regex.Pattern.compile("reached"));
      assertThat(visit.complaints()).isEmpty();
    }
  }

  /** All arms have rates, which go on, and the model learns. */
  private static void curvesMove(Page page) {
    Locator rates = page.locator(".key").first();
    await().pollInSameThread().until(() -> rates.innerText().split("%", -1).length > 6);
    Locator plot = page.locator(".plot").first();
    int points = Integer.parseInt(plot.getAttribute("data-points"));
    long step = step(page);

    await()
        .pollInSameThread()
        .until(
            () -> Integer.parseInt(plot.getAttribute("data-points")) > points && step(page) > step);
  }

  private static long step(Page page) {
    String shown = page.locator(".live").innerText().replaceAll("(?s)^\\D*([0-9,]+).*", "$1");
    return shown.matches("[0-9,]+") ? Long.parseLong(shown.replace(",", "")) : -1;
  }

  /** Who watches one topic to the end and likes it, and skips the rest, soon gets mostly that. */
  private static void likesShiftTheTopics(Page page) {
    assertThat(current(page)).isVisible();
    String topic = rareTopic(page);
    int likes = 0;
    List<String> pages = new ArrayList<>();
    for (int seen = 0; seen < MOST_VIDEOS && !(likes >= LIKES && isMostly(page, topic)); seen++) {
      if (topic(page).equals(topic)) {
        likes++;
        current(page).locator(".like").click();
        current(page).locator(".progress").focus();
        page.keyboard().press("End");
      }
      next(page);
      pages.add(count(page, topic) + fallback(page));
    }

    assertThat(likes)
        .as("likes of %s; on the pages: %s", topic, pages)
        .isGreaterThanOrEqualTo(LIKES);
    assertThat(isMostly(page, topic)).as("%s on the pages: %s", topic, pages).isTrue();
  }

  /** Why the next page is not what was asked for; empty where it is. */
  private static String fallback(Page page) {
    return String.join("", page.locator(".why-column .chip.gold").allInnerTexts());
  }

  /** Goes on to a video whose topic the next page has little of, and returns that topic. */
  private static String rareTopic(Page page) {
    for (int seen = 0; count(page, topic(page)) > FEW && seen < MOST_VIDEOS; seen++) {
      next(page);
    }
    String topic = topic(page);
    assertThat(count(page, topic)).isLessThanOrEqualTo(FEW);
    return topic;
  }

  private static void hideRemovesTheAuthor(Page page) {
    String author = author(page);
    page.evaluate(
        """
        () => {
          const summary = document.querySelector('.summary');
          window.said = '';
          new MutationObserver(() => { window.said += summary.textContent; }).observe(summary, {childList: true});
        }
        """);

    current(page).locator(".hide-author").click();

    // what comes after it soon has its own say there
    page.waitForFunction("() => window.said.includes('You hid')");
    assertThat(page.locator(".coming")).not().containsText(author + " ");
    assertThat(current(page).locator(".author")).not().containsText(author);
  }

  private static String author(Page page) {
    return current(page).locator(".author").innerText().replaceAll("(?s).*@", "@").strip();
  }

  private static Locator current(Page page) {
    return page.locator(".card-video.current");
  }

  /**
   * A key that comes while the cards behind are being replaced may go nowhere: it is pressed again.
   */
  private static void next(Page page) {
    current(page).evaluate("card => { card.dataset.seen = 'yes'; }");
    await()
        .pollInSameThread() // the browser is used by one thread
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              page.locator(".reel").focus();
              page.keyboard().press("ArrowDown");
              return isAnother(page);
            });
  }

  private static boolean isAnother(Page page) {
    try {
      page.waitForSelector(
          ".card-video.current:not([data-seen])",
          new Page.WaitForSelectorOptions().setTimeout((double) ARRIVES.toMillis()));
      return true;
    } catch (TimeoutError e) {
      return false; // not there yet
    }
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

  private static boolean isMostly(Page page, String topic) {
    return count(page, topic) >= MOST;
  }

  /** How many of the ten videos of the next page are about the topic. */
  private static int count(Page page, String topic) {
    return page.locator(".why-column .mix-key li").allInnerTexts().stream()
        .map(text -> text.replace('\n', ' ').strip())
        .filter(text -> text.startsWith(topic + " "))
        .map(text -> text.substring(topic.length() + 1).replaceAll("\\D.*", ""))
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
