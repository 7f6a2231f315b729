package dev.freshet.testkit.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.freshet.testkit.Patience;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A headless Chromium of this machine. Where none is on the PATH the test is skipped, and says so.
 * Nothing is downloaded.
 */
public final class Chromium implements BeforeAllCallback, AfterAllCallback {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");
  private static final String AXE = "org.webjars.npm/axe-core";

  private final List<String> flags;
  private @Nullable Playwright playwright;
  private @Nullable Browser browser;

  /**
   * A browser that is started with these flags.
   *
   * @param flags as on a command line, such as {@code --host-resolver-rules=MAP a.example
   *     127.0.0.1}
   */
  public Chromium(String... flags) {
    this.flags = List.of(flags);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<Path> executable = installed();
    Assumptions.assumeTrue(
        executable.isPresent(), () -> "no browser on the PATH; any of " + NAMES + " will do");
    Playwright created =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    playwright = created;
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Patience.LIMIT.toMillis());
    browser =
        created
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(executable.orElseThrow())
                    .setArgs(flags)
                    .setChromiumSandbox(false));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (playwright != null) {
      playwright.close();
    }
  }

  private static Optional<Path> installed() {
    String path = System.getenv().getOrDefault("PATH", "");
    return NAMES.stream()
        .flatMap(
            name -> Stream.of(path.split(File.pathSeparator, -1)).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * A page of its own, without history.
   *
   * @param width in CSS pixels
   * @param height in CSS pixels
   * @param dark whether the visitor prefers dark colours
   */
  public Visit visit(URI url, int width, int height, boolean dark) {
    if (browser == null) {
      throw new IllegalStateException("the browser has not been started");
    }
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    Visit visit = new Visit(context.newPage());
    visit.page.setDefaultTimeout((double) Patience.LIMIT.toMillis());
    visit.page.navigate(url.toString());
    return visit;
  }

  /** One visitor's page, with everything that the browser complained of. */
  public static final class Visit implements AutoCloseable {

    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Visit(Page page) {
      this.page = page;
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              complaints.add(message.text() + " at " + message.location());
            }
          });
      page.onPageError(complaints::add);
    }

    /** The page. */
    public Page page() {
      return page;
    }

    /** Errors of the console and of scripts so far. */
    public List<String> complaints() {
      return List.copyOf(complaints);
    }

    /** Serious and critical accessibility faults, as axe-core finds them. */
    public List<String> accessibilityFaults() {
      page.evaluate(axe());
      Object found =
          page.evaluate(
              """
              async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                .filter(each => ['serious', 'critical'].includes(each.impact))
                .flatMap(each => each.nodes.map(node => `${each.id}: ${node.html} ${node.failureSummary}`))
              """);
      return found instanceof List<?> faults
          ? faults.stream().map(String::valueOf).toList()
          : List.of();
    }

    private static String axe() {
      Properties artifact = new Properties();
      try (InputStream in = resource("META-INF/maven/" + AXE + "/pom.properties")) {
        artifact.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      String version = artifact.getProperty("version");
      try (InputStream in =
          resource("META-INF/resources/webjars/axe-core/" + version + "/axe.min.js")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static InputStream resource(String name) {
      InputStream in = Chromium.class.getClassLoader().getResourceAsStream(name);
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return in;
    }

    @Override
    public void close() {
      page.unrouteAll(); // a handler must not meet a page that is being closed
      page.context().close();
    }
  }
}
