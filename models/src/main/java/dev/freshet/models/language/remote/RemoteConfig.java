package dev.freshet.models.language.remote;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server with the API of OpenAI.
 *
 * @param url of the API up to and including its version, such as {@code http://host:8000/v1}
 * @param model as the server calls it; null asks the server, which must have exactly one
 * @param key null if the server asks for none
 * @param timeout for a connection, and for each answer without a deadline of its own; positive
 */
public record RemoteConfig(
    URI url, @Nullable String model, @Nullable ApiKey key, Duration timeout) {

  public RemoteConfig {
    String scheme = url.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme)) || url.getHost() == null) {
      throw new IllegalArgumentException("url must be an http or https address: " + url);
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("url must not hold credentials; set the key instead");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
  }

  /** The address of a part of the API, such as {@code chat/completions}. */
  URI of(String part) {
    String base = url.toString();
    return URI.create(base.endsWith("/") ? base + part : base + "/" + part);
  }

  /** The address of something beside the API, such as {@code generative_scoring}. */
  URI beside(String part) {
    String base = url.toString().replaceFirst("/v1/?$", "");
    return URI.create(base.endsWith("/") ? base + part : base + "/" + part);
  }
}
