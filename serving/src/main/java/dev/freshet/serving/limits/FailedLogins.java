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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends whoever tries too many wrong keys, or asks too often without one, away for a while: each
 * address has two buckets of its own, and of IPv6 each network of 64 bits, which one caller may
 * have whole. Neither is answered after its body was read.
 *
 * <p>A right key is answered all the same. Many callers may share an address, as behind a load
 * balancer, and none must be able to lock the others out; a secret has 256 random bits, so that
 * nobody gets anywhere by trying.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class FailedLogins implements Ordered {

  private static final double SECONDS_PER_MINUTE = 60;

  private final LimitsConfig config;
  private final TokenBuckets wrong;
  private final TokenBuckets keyless;
  private final Counter failed;
  private final Counter limited;

  FailedLogins(LimitsConfig config, MeterRegistry meters) {
    this.config = config;
    this.wrong = perMinute(config.failedLoginsPerMinute());
    this.keyless = perMinute(config.keylessPerMinute());
    this.failed = meters.counter("freshet.serving.logins.failed");
    this.limited = meters.counter("freshet.serving.logins.limited");
  }

  private TokenBuckets perMinute(int requests) {
    return new TokenBuckets(requests / SECONDS_PER_MINUTE, requests, config.callers());
  }

  /** Says when to come back where such a request is one too many; otherwise nothing. */
  @ResponseFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request, HttpResponse<?> response) {
    if (response.code() != HttpStatus.UNAUTHORIZED.getCode()) {
      return null;
    }
    boolean hasKey = hasKey(request.getHeaders());
    if (hasKey) {
      failed.increment();
    }
    Duration wait =
        (hasKey ? wrong : keyless)
            .take(Networks.name(request.getRemoteAddress().getAddress()), System.nanoTime());
    if (wait.isZero()) {
      return null;
    }
    limited.increment();
    return (hasKey ? tooManyWrong() : tooManyKeyless()).toResponse(wait);
  }

  private Problem tooManyWrong() {
    return Problem.of(
        ProblemType.TOO_MANY_WRONG_KEYS,
        "More than %d wrong keys per minute are not taken from one address"
            .formatted(config.failedLoginsPerMinute()));
  }

  private Problem tooManyKeyless() {
    return Problem.of(
        ProblemType.TOO_MANY_REQUESTS,
        "More than %d requests per minute without a key are not taken from one address"
            .formatted(config.keylessPerMinute()));
  }

  private static boolean hasKey(HttpHeaders headers) {
    return headers.contains("X-API-Key") || headers.contains(HttpHeaders.AUTHORIZATION);
  }

  /** Outside of the check of keys, whose answers it sees. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.before();
  }
}
