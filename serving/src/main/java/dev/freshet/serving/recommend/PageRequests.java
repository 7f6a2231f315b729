package dev.freshet.serving.recommend;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.UserId;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.intake.Fields;
import dev.freshet.serving.intake.InvalidField;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.problem.FieldError;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Reads what a client asks for in a body. */
@Singleton
class PageRequests {

  private final Catalogue catalogue;
  private final Erasures erased;
  private final Clock clock;

  PageRequests(Catalogue catalogue, Erasures erased, Clock clock) {
    this.catalogue = catalogue;
    this.erased = erased;
    this.clock = clock;
  }

  /** What reading can come to. */
  sealed interface Reading {}

  /** The request is clear. */
  record Asked(PageRequest request) implements Reading {}

  /** The body breaks a rule. */
  record Unclear(Problem problem) implements Reading {}

  /** A request that is put together from parameters, each right for itself. */
  @FunctionalInterface
  interface Parameters {
    PageRequest request() throws InvalidField;
  }

  Reading read(Parameters parameters) {
    try {
      return new Asked(parameters.request());
    } catch (InvalidField e) {
      return new Unclear(Problem.invalid(List.of(new FieldError(null, e.field(), e.rule()))));
    }
  }

  /** The time that a parameter says; {@code missing} where it is empty. */
  Instant time(String name, String text, Instant missing) throws InvalidField {
    return text.isEmpty() ? missing : Fields.instant(name, text, clock.instant());
  }

  Reading read(UserId user, byte[] body) {
    return switch (Batch.readOne(body, new PageBodyReader(user, catalogue, erased, clock))) {
      case Batch.Malformed<PageRequest> malformed ->
          new Unclear(
              Problem.of(
                  ProblemType.MALFORMED_BODY,
                  malformed.detail(),
                  List.of(new FieldError(null, "body", malformed.detail()))));
      case Batch.Read<PageRequest> read when read.items().isEmpty() ->
          new Unclear(Problem.invalid(read.rejected()));
      case Batch.Read<PageRequest> read -> new Asked(read.items().getFirst());
    };
  }
}
