package dev.freshet.serving.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;

/**
 * An error as it is answered: RFC 9457, {@code application/problem+json}.
 *
 * @param type URN of the kind of problem
 * @param title one line, the same for every problem of the type
 * @param status HTTP status
 * @param detail what happened this time
 * @param errors the fields at fault, where fields are
 */
@Serdeable
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

  private static final String URN = "urn:freshet:problem:";

  public Problem {
    errors = List.copyOf(errors);
  }

  /** A problem without fields. */
  public static Problem of(ProblemType type, String detail) {
    return of(type, detail, List.of());
  }

  /** A problem of these fields. */
  public static Problem of(ProblemType type, String detail, List<FieldError> errors) {
    return new Problem(URN + type.slug(), type.title(), type.status().getCode(), detail, errors);
  }

  /** An invalid request with these fields at fault, at least one. */
  public static Problem invalid(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    return of(ProblemType.INVALID_REQUEST, first.field() + " " + first.detail(), errors);
  }

  /** The answer that carries this problem, and says when to ask again, in whole seconds. */
  public HttpResponse<Problem> toResponse(Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
    return HttpResponse.<Problem>status(status, title)
        .body(this)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
        .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
  }

  /** The answer that carries this problem. */
  public HttpResponse<Problem> toResponse() {
    return HttpResponse.<Problem>status(status, title)
        .body(this)
        .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
  }
}
