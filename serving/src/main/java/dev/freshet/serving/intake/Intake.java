package dev.freshet.serving.intake;

import dev.freshet.serving.problem.FieldError;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micronaut.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What taking in a body can come to. */
public sealed interface Intake {

  /** Time after which a body that was sent back may be sent again. */
  Duration BUSY = Duration.ofSeconds(1);

  /**
   * Kafka has acknowledged every accepted item.
   *
   * @param accepted number of items taken in; at least one
   * @param rejected one error for each of the others
   * @param late one note for each item taken in that comes too late for some of what it could do
   */
  record Accepted(int accepted, List<FieldError> rejected, List<FieldError> late)
      implements Intake {
    public Accepted {
      rejected = List.copyOf(rejected);
      late = List.copyOf(late);
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

  /** Too much was under way already; nothing was taken in. */
  record Shed() implements Intake {}

  /** The answer to the client. */
  static HttpResponse<?> response(Intake intake) {
    return switch (intake) {
      case Accepted accepted ->
          HttpResponse.accepted()
              .body(new IntakeResponse(accepted.accepted(), accepted.rejected(), accepted.late()));
      case Refused refused -> Problem.invalid(refused.errors()).toResponse();
      case Unreadable unreadable ->
          Problem.of(
                  ProblemType.MALFORMED_BODY,
                  unreadable.detail(),
                  List.of(new FieldError(null, "body", unreadable.detail())))
              .toResponse();
      case Shed shed ->
          Problem.of(ProblemType.NODE_BUSY, "Too many bodies wait for Kafka; send it again")
              .toResponse(BUSY);
      case Unavailable unavailable ->
          Problem.of(ProblemType.KAFKA_UNAVAILABLE, unavailable.detail()).toResponse();
    };
  }
}
