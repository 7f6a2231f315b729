package dev.freshet.serving.recommend;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.UserId;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.problem.FieldError;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
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
