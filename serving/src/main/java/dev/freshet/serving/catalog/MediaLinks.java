package dev.freshet.serving.catalog;

import dev.freshet.serving.intake.InvalidField;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The links that a video may have: addresses of the web, files of the jobs' media folder, and paths
 * below {@link #PREFIX}. Any other path of the address that shows the link may be one that does
 * something, such as a route of this API, when a visitor's browser loads it as a picture.
 */
final class MediaLinks {

  /** Where paths begin that hold media and nothing else; the console loads no others. */
  static final String PREFIX = "/media/";

  private MediaLinks() {}

  /**
   * Checks the links of a video.
   *
   * @throws InvalidField naming the first that is none of those
   */
  static void check(String field, Map<String, String> links) throws InvalidField {
    for (Map.Entry<String, String> link : links.entrySet()) {
      if (!isAllowed(link.getValue())) {
        throw new InvalidField(
            field + "." + link.getKey(),
            "must be an http or https address, a file: link, or a path below " + PREFIX);
      }
    }
  }

  private static boolean isAllowed(String link) {
    URI uri;
    try {
      uri = new URI(link);
    } catch (URISyntaxException e) {
      return false;
    }
    return switch (Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT)) {
      case "http", "https" -> uri.getHost() != null && uri.getRawUserInfo() == null;
      case "file" -> true; // the jobs read what lies in their folder, and nobody else does
      case "" -> isMedia(uri);
      default -> false;
    };
  }

  private static boolean isMedia(URI uri) {
    return uri.getRawAuthority() == null
        && uri.getRawPath().startsWith(PREFIX)
        && uri.normalize().getPath().startsWith(PREFIX)
        && !uri.getPath().contains("/..")
        && !uri.getPath().contains("\\");
  }
}
