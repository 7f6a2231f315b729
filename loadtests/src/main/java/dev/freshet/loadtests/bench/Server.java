package dev.freshet.loadtests.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
 * The server as a load generator calls it: blocking, over kept connections, with as little work of
 * its own as possible, since it shares the cores with what it measures. Thread-safe.
 */
final class Server implements AutoCloseable {

  private static final Timeout TIMEOUT = Timeout.ofSeconds(10);
  private static final int CONNECTIONS = 64;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .serializationInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL)
          .build();

  private final HttpHost host;
  private final HttpRequester requester;

  /**
   * @param base such as {@code http://127.0.0.1:8080}
   */
  Server(URI base) {
    this.host = new HttpHost(base.getScheme(), base.getHost(), base.getPort());
    this.requester =
        RequesterBootstrap.bootstrap()
            .setMaxTotal(CONNECTIONS)
            .setDefaultMaxPerRoute(CONNECTIONS)
            .setSocketConfig(
                SocketConfig.custom().setSoTimeout(TIMEOUT).setTcpNoDelay(true).build())
            .create();
  }

  /** Answer to a request. */
  record Answer(int status, String body) {

    /** This answer, if it has the status that is wanted. */
    Answer require(int wanted) {
      if (status != wanted) {
        throw new IllegalStateException("the server answered %d: %s".formatted(status, body));
      }
      return this;
    }
  }

  /** The answer to a GET, whatever its status. */
  Answer get(String path) {
    return exchange(ClassicRequestBuilder.get(path).build());
  }

  /** The answer to a POST of JSON, whatever its status. */
  Answer post(String path, byte[] body) {
    return exchange(
        ClassicRequestBuilder.post(path).setEntity(body, ContentType.APPLICATION_JSON).build());
  }

  /** JSON of a value; nulls are left out. */
  static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing a body", e);
    }
  }

  private Answer exchange(ClassicHttpRequest request) {
    try {
      return requester.execute(
          host,
          request,
          TIMEOUT,
          HttpCoreContext.create(),
          response ->
              new Answer(
                  response.getCode(),
                  response.getEntity() == null
                      ? ""
                      : EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8)));
    } catch (IOException | HttpException e) {
      throw new IllegalStateException("no answer to " + request.getRequestUri(), e);
    }
  }

  @Override
  public void close() {
    requester.close(CloseMode.GRACEFUL);
  }
}
