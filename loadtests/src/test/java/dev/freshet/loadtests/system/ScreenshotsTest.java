package dev.freshet.loadtests.system;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.freshet.testkit.browser.Chromium;
import dev.freshet.testkit.browser.Chromium.Visit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes the pictures of {@code docs/images} from a console that has run for some minutes, where
 * {@code -Dfreshet.screenshots} names it, such as {@code http://127.0.0.1:8080/}.
 */
@EnabledIfSystemProperty(named = ScreenshotsTest.CONSOLE, matches = "http.*")
class ScreenshotsTest {

  static final String CONSOLE = "freshet.screenshots";

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final Path IMAGES = Path.of("..", "docs", "images");
  private static final int QUALITY = 80;

  /** Enough for a rate on every edge and a point on every curve. */
  private static final Duration LOOKS = Duration.ofSeconds(40);

  private static final int WATCHED = 6;

  @Test
  void feed() throws IOException {
    take("feed/a-visitor", 1366, 850, false, "feed-light");
  }

  @Test
  void feedOnAPhone() throws IOException {
    take("feed/a-commuter", 390, 844, false, "feed-phone");
  }

  @Test
  void learning() throws IOException {
    take("learning", 1366, 1000, true, "learning-dark");
  }

  @Test
  void pipeline() throws IOException {
    take("pipeline", 1366, 850, true, "pipeline-dark");
  }

  private static void take(String view, int width, int height, boolean dark, String name)
      throws IOException {
    URI console = URI.create(System.getProperty(CONSOLE));
    try (Visit visit = CHROMIUM.visit(console.resolve("#/" + view), width, height, dark)) {
      Page page = visit.page();
      page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      if (view.startsWith("feed")) {
        watch(page);
      } else {
        page.waitForTimeout((double) LOOKS.toMillis());
      }
      Files.write(IMAGES.resolve(name + ".webp"), webp(page));
    }
  }

  /** Likes every other of some videos. */
  private static void watch(Page page) {
    Locator current = page.locator(".card-video.current");
    for (int i = 0; i < WATCHED; i++) {
      current.waitFor();
      if (i % 2 == 0) {
        current.locator(".like").click();
        current.locator(".progress").focus();
        page.keyboard().press("End");
      }
      page.waitForTimeout(1_500);
      if (i < WATCHED - 1) {
        page.locator(".reel").focus();
        page.keyboard().press("ArrowDown");
        page.waitForTimeout(1_500);
      }
    }
  }

  private static byte[] webp(Page page) {
    JsonObject how = new JsonObject();
    how.addProperty("format", "webp");
    how.addProperty("quality", QUALITY);
    CDPSession session = page.context().newCDPSession(page);
    return Base64.getDecoder()
        .decode(session.send("Page.captureScreenshot", how).get("data").getAsString());
  }
}
