package dev.freshet.serving.browser;

import dev.freshet.serving.access.AccessConfig;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The origins whose pages may ask a node: its own, and those that are configured. */
@Singleton
final class Origins {

  private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

  private final Set<String> configured = new HashSet<>();

  /**
   * @throws IllegalArgumentException if an entry is no origin
   */
  Origins(BrowserConfig config) {
    for (String entry : AccessConfig.entries(config.origins())) {
      if (!isOrigin(entry)) {
        throw new IllegalArgumentException(
            "freshet.access.origins: must be origins such as https://app.example: " + entry);
      }
      configured.add(entry.toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      return PORTS.containsKey(Objects.requireNonNullElse(uri.getScheme(), ""))
          && text.equals(uri.getScheme() + "://" + uri.getRawAuthority())
          && uri.getHost() != null
          && uri.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether the origin is configured. */
  boolean contains(String origin) {
    return configured.contains(origin);
  }

  /**
   * Whether a page of {@code origin} came from {@code host}, as the {@code Host} header names it.
   */
  static boolean isSame(String origin, String host) {
    int scheme = origin.indexOf("://");
    if (scheme < 0) {
      return false;
    }
    Integer port = PORTS.get(origin.substring(0, scheme));
    String authority = origin.substring(scheme + 3);
    return port != null
        && (authority.equalsIgnoreCase(host) || (authority + ":" + port).equalsIgnoreCase(host));
  }
}
