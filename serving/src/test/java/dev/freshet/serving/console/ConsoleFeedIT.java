package dev.freshet.serving.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.freshet.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.TestEvents;
import dev.freshet.testkit.browser.Chromium.Visit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's feed in a real browser, by tap and by keyboard. */
class ConsoleFeedIT {

  @RegisterExtension static final ConsoleNode CONSOLE = new ConsoleNode();

  private static final int CLIP_RATE = 8_000;

  private static final Route.FulfillOptions COVER =
      new Route.FulfillOptions()
          .setContentType("image/svg+xml")
          .setBody("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='16'/>");

  @Test
  void aClickOnHideRemovesTheAuthorFromTheNextPage() {
    try (Visit visit = CONSOLE.open("#/feed/hilda", 1366, 850, false)) {
      Page page = visit.page();
      Locator next = page.locator(".coming");
      assertThat(page.locator(".card-video.current")).isVisible();
      String author = page.locator(".card-video.current .author").innerText();
      String handle = author.substring(author.indexOf('@'));
      assertThat(next).containsText(handle);

      page.locator(".card-video.current").getByText("Hide author").click();

      assertThat(next).not().containsText(handle);
      assertThat(page.locator(".summary")).containsText("You hid");
      assertThat(page.locator(".gone")).containsText("you hid " + handle.substring(1));
      assertThat(page.locator(".card-video.current .author")).not().containsText(handle);
      assertThat(CONSOLE.kafka().records(Topics.FEEDBACK_EVENTS))
          .anyMatch(
              record -> record.key().equals("hilda") && record.value().getKind() == EventKind.HIDE);
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void undoesALikeAndAFollowWhereTheyArePressedAgain() {
    try (Visit visit = CONSOLE.open("#/feed/una", 1366, 850, false)) {
      Page page = visit.page();
      Locator card = page.locator(".card-video.current");

      for (String name : List.of("like", "follow")) {
        Locator button = card.locator(".act." + name);
        button.click();
        assertThat(button).hasAttribute("aria-pressed", "true");
        button.click();
        assertThat(button).hasAttribute("aria-pressed", "false");
      }

      await()
          .untilAsserted(
              () -> {
                assertThat(CONSOLE.events("una", EventKind.UNLIKE)).hasSize(1);
                assertThat(CONSOLE.events("una", EventKind.UNFOLLOW)).hasSize(1);
              });
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"uma, hide, VIDEO", "ute, hide-author, AUTHOR"})
  void undoesAHideByTheMessageThatTellsOfIt(String user, String button, String target) {
    try (Visit visit = CONSOLE.open("#/feed/" + user, 1366, 850, false)) {
      Page page = visit.page();
      page.locator(".card-video.current .act." + button).click();

      assertThat(page.locator(".card-video.hidden-now")).hasCount(1);

      page.locator(".toast .undo").click();

      assertThat(page.locator(".card-video.hidden-now")).hasCount(0);
      await()
          .untilAsserted(
              () ->
                  assertThat(CONSOLE.events(user, EventKind.UNHIDE))
                      .singleElement()
                      .satisfies(event -> assertThat(event.getTarget()).hasToString(target)));
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @Test
  void reportsHowMuchWasWatchedWhenTheUserGoesOnByKeyboard() {
    try (Visit visit = CONSOLE.open("#/feed/wanda", 1366, 850, false)) {
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
          .untilAsserted(
              () ->
                  assertThat(CONSOLE.kafka().records(Topics.FEEDBACK_EVENTS))
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
    try (Visit visit = CONSOLE.open("#/feed/" + user, 1366, 850, false)) {
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
    try (Visit visit = CONSOLE.open("#/feed/carla", 1366, 850, false)) {
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
    try (Visit visit = CONSOLE.open("#/feed/tabea", 1366, 850, false)) {
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

  @ParameterizedTest
  @CsvSource({"lena, another view", "leo, another page"})
  void reportsHowMuchWasWatchedWhenTheUserLeavesFor(String user, String place) {
    try (Visit visit = CONSOLE.open("#/feed/" + user, 1366, 850, false)) {
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
          .untilAsserted(
              () ->
                  assertThat(CONSOLE.events(user, EventKind.WATCH))
                      .singleElement()
                      .extracting(FeedbackEvent::getWatchedMillis)
                      .isEqualTo(TestEvents.LENGTH.toMillis()));
    }
  }

  @Test
  void showsTheCoverThatTheCatalogueLinks() {
    try (Visit visit = CONSOLE.open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      link(page, "{\"cover\": \"/media/one.svg\"}");
      page.route("**/media/one.svg", route -> route.fulfill(COVER));

      page.locator(".tabs a").getByText("Feed").click();

      Locator cover = page.locator(".card-video.current > img.cover");
      assertThat(cover).hasAttribute("src", CONSOLE.uri() + "/media/one.svg");
      await().until(() -> holds(cover, "image => image.naturalWidth === 9"));
      assertThat(visit.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/users/bob/recommendations",
        "/media/../v1/users/bob/recommendations",
        "/media/%2e%2e/v1/users/bob/recommendations",
        "/prometheus"
      })
  void loadsNothingElseOfTheNodeThatTheCatalogueLinks(String link) {
    try (Visit visit = CONSOLE.open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      link(page, "{\"cover\": \"%s\", \"video\": \"%s\"}".formatted(link, link));
      List<String> asked = new ArrayList<>();
      page.onRequest(request -> asked.add(request.url()));

      page.locator(".tabs a").getByText("Feed").click();

      assertThat(page.locator(".card-video.current > svg.cover")).hasCount(1);
      assertThat(asked).noneMatch(url -> url.contains("/bob/") || url.contains("/prometheus"));
    }
  }

  @Test
  void playsTheVideoThatTheCatalogueLinksAndFollowsTheBar() {
    try (Visit visit = CONSOLE.open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      link(page, "{\"video\": \"/media/one.wav\"}");
      page.route("**/media/one.wav", ConsoleFeedIT::sendClip);
      page.locator(".tabs a").getByText("Feed").click();
      Locator video = page.locator(".card-video.current > video.cover");
      await()
          .until(() -> video.count() == 1 && holds(video, "v => !v.paused && v.currentTime > 0"));

      page.locator(".card-video.current .play").click();
      page.locator(".card-video.current .progress")
          .evaluate("bar => { bar.value = 500; bar.dispatchEvent(new Event('input')); }");

      await().until(() -> holds(video, "v => v.paused && v.currentTime === 10"));
      assertThat(visit.complaints()).isEmpty();
    }
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
}
