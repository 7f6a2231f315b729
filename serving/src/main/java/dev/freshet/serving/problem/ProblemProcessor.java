package dev.freshet.serving.problem;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
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

  @Override
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    ProblemType type = ProblemType.of(response.code());
    List<FieldError> errors =
        context
            .getRootCause()
            .filter(ConstraintViolationException.class::isInstance)
            .map(ConstraintViolationException.class::cast)
            .map(ProblemProcessor::violations)
            .orElseGet(() -> named(context));
    return response
        .body(Problem.of(type, detail(type, context), errors))
        .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
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
