package dev.freshet.serving.limits;

import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Sends whoever tries too many wrong keys away for a while: each address has a bucket of its own,
 * and of IPv6 each network of 64 bits, which one caller may have whole.
 *
 * <p>A right key is answered all the same. Many callers may share an address, as behind a load
 * balancer, and none must be able to lock the others out; a secret has 256 random bits, so that
 * nobody gets anywhere by trying.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class FailedLogins implements Ordered {

  private static final int NETWORK_BYTES = 8;
  private static final double SECONDS_PER_MINUTE = 60;

  private final LimitsConfig config;
  private final TokenBuckets buckets;
  private final Counter failed;
  private final Counter limited;

  FailedLogins(LimitsConfig config, MeterRegistry meters) {
    this.config = config;
    this.buckets =
        new TokenBuckets(
            config.failedLoginsPerMinute() / SECONDS_PER_MINUTE,
            config.failedLoginsPerMinute(),
            config.callers());
    this.failed = meters.counter("freshet.serving.logins.failed");
    this.limited = meters.counter("freshet.serving.logins.limited");
  }

  /** Says when to come back where a wrong key is one too many; otherwise nothing. */
  @ResponseFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request, HttpResponse<?> response) {
    if (response.code() != HttpStatus.UNAUTHORIZED.getCode() || !hasKey(request.getHeaders())) {
      return null;
    }
    failed.increment();
    Duration wait =
        buckets.take(network(request.getRemoteAddress().getAddress()), System.nanoTime());
    if (wait.isZero()) {
      return null;
    }
    limited.increment();
    return Problem.of(
            ProblemType.TOO_MANY_WRONG_KEYS,
            "More than %d wrong keys per minute are not taken from one address"
                .formatted(config.failedLoginsPerMinute()))
        .toResponse(wait);
  }

  private static boolean hasKey(HttpHeaders headers) {
    return headers.contains("X-API-Key") || headers.contains(HttpHeaders.AUTHORIZATION);
  }

  /** What counts as one address. */
  static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(bytes.length > NETWORK_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }

  /** Outside of the check of keys, whose answers it sees. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.before();
  }
}
