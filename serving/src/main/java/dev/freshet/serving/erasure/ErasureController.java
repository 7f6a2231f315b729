package dev.freshet.serving.erasure;

import dev.freshet.schemas.event.UserId;
import dev.freshet.serving.access.Role;
import dev.freshet.serving.problem.AnswersProblems;
import dev.freshet.serving.problem.Id;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** Erases users. */
@Secured(Role.NAMED_ADMIN)
@AnswersProblems
@Controller("/v1/users/{user}")
class ErasureController {

  private final ErasureService service;

  ErasureController(ErasureService service) {
    this.service = service;
  }

  /**
   * Forgets a user, known or not, and everything that they did up to now, also when it comes again.
   *
   * @param user the user's id
   * @return the receipt
   */
  @Delete
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = ErasureResponse.class)))
  HttpResponse<?> erase(@Id String user) {
    return switch (service.erase(new UserId(user))) {
      case Erasure.Erased erased -> HttpResponse.accepted().body(ErasureResponse.of(erased));
      case Erasure.Unavailable unavailable ->
          Problem.of(ProblemType.KAFKA_UNAVAILABLE, unavailable.detail()).toResponse();
    };
  }
}
