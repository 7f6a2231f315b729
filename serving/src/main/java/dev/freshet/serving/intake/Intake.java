package dev.freshet.serving.intake;

import dev.freshet.serving.problem.FieldError;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micronaut.http.HttpResponse;
import java.util.List;

/** What taking in a body can come to. */
public sealed interface Intake {

  /**
   * Kafka has acknowledged every accepted item.
   *
   * @param accepted number of items taken in; at least one
   * @param rejected one error for each of the others
   */
  record Accepted(int accepted, List<FieldError> rejected) implements Intake {
    public Accepted {
      rejected = List.copyOf(rejected);
    }
  }

  /** No item could be taken in; {@code errors} says why of each. */
  record Refused(List<FieldError> errors) implements Intake {
    public Refused {
      errors = List.copyOf(errors);
    }
  }

  /** The body could not be read as JSON items. */
  record Unreadable(String detail) implements Intake {}

  /** Kafka did not acknowledge in time. */
  record Unavailable(String detail) implements Intake {}

  /** The answer to the client. */
  static HttpResponse<?> response(Intake intake) {
    return switch (intake) {
      case Accepted accepted ->
          HttpResponse.accepted()
              .body(new IntakeResponse(accepted.accepted(), accepted.rejected()));
      case Refused refused -> Problem.invalid(refused.errors()).toResponse();
      case Unreadable unreadable ->
          Problem.of(
                  ProblemType.MALFORMED_BODY,
                  unreadable.detail(),
                  List.of(new FieldError(null, "body", unreadable.detail())))
              .toResponse();
      case Unavailable unavailable ->
          Problem.of(ProblemType.KAFKA_UNAVAILABLE, unavailable.detail()).toResponse();
    };
  }
}
