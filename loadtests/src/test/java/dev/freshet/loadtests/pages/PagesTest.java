package dev.freshet.loadtests.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that what the project's pages point to is there. */
class PagesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern SOURCE = Pattern.compile("`((?:[a-z-]+/)+src/[^`*…]+\\.\\w+)`");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs).filter(PagesTest::isPage).sorted().forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksOnlyToWhatIsThere(Path page) throws IOException {
    List<String> missing = new ArrayList<>();
    Matcher links = LINK.matcher(Files.readString(page));
    while (links.find()) {
      if (!Files.exists(page.resolveSibling(links.group(1)))) {
        missing.add(links.group(1));
      }
    }

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesOnlySourcesThatAreThere(Path page) throws IOException {
    List<String> missing = new ArrayList<>();
    Matcher sources = SOURCE.matcher(Files.readString(page));
    while (sources.find()) {
      if (!sources.group(1).contains("...") && !Files.exists(ROOT.resolve(sources.group(1)))) {
        missing.add(sources.group(1));
      }
    }

    assertThat(missing).isEmpty();
  }

  private static boolean isPage(Path file) {
    return file.getFileName().toString().endsWith(".md");
  }
}
