package dev.freshet.serving.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.freshet.serving.console.ConsoleNode.answer;
import static dev.freshet.serving.console.ConsoleNode.points;
import static dev.freshet.serving.console.ConsoleNode.text;
import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.testkit.Patience;
import dev.freshet.testkit.browser.Chromium.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the console says, and does, when an answer or the stream does not come. */
class ConsoleSilenceIT {

  @RegisterExtension static final ConsoleNode CONSOLE = new ConsoleNode();

  @Test
  void sendsEventsThatWereNotStoredAgainUnderTheSameIds() {
    List<String> lost = new CopyOnWriteArrayList<>();
    try (Visit visit = CONSOLE.open("#/feed/rita", 1366, 850, false)) {
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
          .untilAsserted(
              () -> {
                assertThat(CONSOLE.events("rita", EventKind.FOLLOW)).hasSize(1);
                assertThat(CONSOLE.events("rita", EventKind.LIKE)).hasSize(1);
              });
      assertThat(lost.getLast())
          .contains(String.valueOf(CONSOLE.events("rita", EventKind.LIKE).getFirst().getEventId()));
    }
  }

  @Test
  void asksAgainForAFirstPageThatDidNotCome() {
    try (Visit visit = CONSOLE.open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      page.route("**/v1/users/**", route -> answer(route, 503, "{\"detail\": \"Too busy.\"}"));
      page.locator(".tabs a").getByText("Feed").click();
      assertThat(page.locator(".reel")).containsText("No page: Too busy.");

      page.unroute("**/v1/users/**");

      assertThat(page.locator(".card-video.current")).isVisible(within(Patience.LIMIT));
      assertThat(page.locator(".reel .empty")).hasCount(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"401, Not allowed", "403, Not allowed", "503, No connection"})
  void saysWhyThereAreNoFigures(int status, String notice) {
    try (Visit visit = CONSOLE.open("#/pipeline", 1366, 850, false)) {
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
    try (Visit visit = CONSOLE.open("#/pipeline", 1366, 850, false)) {
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
      await().until(() -> points(page.locator(".plot").first()) > points);

      page.evaluate("window.silent = true");
      assertThat(page.locator(".notice")).containsText("No connection", patient());
      assertThat(page.locator(".tiles")).isHidden();
      assertThat(page.locator(".flow")).isHidden();

      page.evaluate("window.silent = false");
      assertThat(page.locator(".tiles .tile").first()).isVisible(within(Patience.LIMIT));
      assertThat(page.locator(".flow")).isVisible();
      assertThat(page.locator(".notice")).hasCount(0);
    }
  }

  @Test
  void saysThatThereIsNoReleaseOnceTheNodeAnswersAgain() {
    try (Visit visit = CONSOLE.open("#/learning", 1366, 850, false)) {
      Page page = visit.page();
      page.route("**/releases", route -> answer(route, 503, "{\"detail\": \"Too busy.\"}"));
      page.navigate(CONSOLE.uri() + "/#/lookup/releases");
      assertThat(page.locator(".problem")).hasText("Too busy.");

      page.unroute("**/releases");

      assertThat(page.locator(".problem")).hasCount(0);
      assertThat(page.locator("tbody")).containsText("no release yet");
    }
  }

  private static LocatorAssertions.IsVisibleOptions within(Duration time) {
    return new LocatorAssertions.IsVisibleOptions().setTimeout((double) time.toMillis());
  }

  private static LocatorAssertions.ContainsTextOptions patient() {
    return new LocatorAssertions.ContainsTextOptions()
        .setTimeout((double) Patience.LIMIT.toMillis());
  }
}
