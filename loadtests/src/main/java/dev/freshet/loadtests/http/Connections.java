package dev.freshet.loadtests.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Kept connections to one server, each used by one blocking call at a time. No thread but the
 * caller's has a part in a call: a load generator shares the cores with what it measures, and on
 * two of them each thread that must be woken costs as much as a page. Thread-safe.
 *
 * <p>Every call throws {@link UnavailableException} when no answer came.
 */
public final class Connections implements AutoCloseable {

  private static final int CONNECTIONS = 256;

  /** Below the time after which a node closes a connection that is idle. */
  private static final Timeout LIFE = Timeout.ofSeconds(20);

  private final HttpHost host;
  private final Timeout timeout;
  private final HttpRequester requester;

  /**
   * @param base such as {@code http://127.0.0.1:8080}
   * @param timeout of connecting and of one call
   */
  public Connections(URI base, Duration timeout) {
    this.host = new HttpHost(base.getScheme(), base.getHost(), base.getPort());
    this.timeout = Timeout.of(timeout);
    this.requester =
        RequesterBootstrap.bootstrap()
            .setMaxTotal(CONNECTIONS)
            .setDefaultMaxPerRoute(CONNECTIONS)
            .setTimeToLive(LIFE)
            .setSocketConfig(
                SocketConfig.custom().setSoTimeout(this.timeout).setTcpNoDelay(true).build())
            .create();
  }

  /** Answer to a request. */
  public record Answer(int status, String body) {

    /** This answer, if it has the status that is wanted. */
    public Answer require(int wanted) {
      if (status != wanted) {
        throw new IllegalStateException("the server answered %d: %s".formatted(status, body));
      }
      return this;
    }
  }

  /** The answer to a GET, whatever its status. */
  public Answer get(String path) {
    return exchange(ClassicRequestBuilder.get(path).build());
  }

  /** The answer to a POST of JSON, whatever its status. */
  public Answer post(String path, byte[] body) {
    return exchange(
        ClassicRequestBuilder.post(path).setEntity(body, ContentType.APPLICATION_JSON).build());
  }

  private Answer exchange(ClassicHttpRequest request) {
    try {
      return requester.execute(
          host,
          request,
          timeout,
          HttpCoreContext.create(),
          response ->
              new Answer(
                  response.getCode(),
                  response.getEntity() == null
                      ? ""
                      : EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8)));
    } catch (IOException | HttpException e) {
      throw new UnavailableException(
          "no answer from %s%s: %s".formatted(host, request.getRequestUri(), e), e);
    }
  }

  @Override
  public void close() {
    requester.close(CloseMode.GRACEFUL);
  }
}
