package dev.freshet.serving.problem;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.stream.Collectors;

/** Turns every error the framework raises (validation, routing, parsing) into a {@link Problem}. */
@Primary
@Singleton
final class ProblemProcessor implements ErrorResponseProcessor<Problem> {

  private final long maxBodyBytes;

  ProblemProcessor(HttpServerConfiguration server) {
    this.maxBodyBytes = server.getMaxRequestSize();
  }

  @Override
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    ProblemType type = ProblemType.of(response.code());
    Problem problem = type == ProblemType.BODY_TOO_LARGE ? bodyTooLarge() : problem(type, context);
    if (type == ProblemType.UNAUTHENTICATED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response
        .status(type.status())
        .body(problem)
        .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
  }

  private Problem bodyTooLarge() {
    String rule = "must not be over %d bytes".formatted(maxBodyBytes);
    return Problem.of(
        ProblemType.BODY_TOO_LARGE,
        "The body " + rule,
        List.of(new FieldError(null, "body", rule)));
  }

  private static Problem problem(ProblemType type, ErrorContext context) {
    List<FieldError> errors =
        context
            .getRootCause()
            .filter(ConstraintViolationException.class::isInstance)
            .map(ConstraintViolationException.class::cast)
            .map(ProblemProcessor::violations)
            .orElseGet(() -> named(context));
    return Problem.of(type, detail(type, context), errors);
  }

  /** What broke inside stays inside: it is in the log. */
  private static String detail(ProblemType type, ErrorContext context) {
    String detail =
        context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    return detail.isEmpty() || type == ProblemType.INTERNAL_ERROR ? type.title() : detail;
  }

  private static List<FieldError> violations(ConstraintViolationException invalid) {
    return invalid.getConstraintViolations().stream()
        .map(
            each ->
                new FieldError(null, last(each.getPropertyPath().toString()), each.getMessage()))
        .toList();
  }

  private static List<FieldError> named(ErrorContext context) {
    return context.getErrors().stream()
        .filter(error -> error.getPath().isPresent())
        .map(error -> new FieldError(null, last(error.getPath().orElse("")), error.getMessage()))
        .toList();
  }

  /** The framework's path is {@code /count} or {@code method.count}; the last part is the field. */
  private static String last(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('.')) + 1);
  }
}
