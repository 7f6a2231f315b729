package dev.freshet.serving.releases;

import dev.freshet.serving.access.Role;
import dev.freshet.serving.problem.AnswersProblems;
import dev.freshet.serving.problem.Id;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** The releases of a model that this node keeps, and which one serves. */
@Secured(Role.NAMED_ADMIN)
@AnswersProblems
@Controller("/v1/models/{model}")
class ReleaseController {

  private final ReleaseService service;

  ReleaseController(ReleaseService service) {
    this.service = service;
  }

  /**
   * The releases that this node keeps, newest first.
   *
   * @param model name of the model
   * @return the releases
   */
  @Get("/releases")
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ReleasesResponse.class)))
  HttpResponse<?> releases(@Id String model) {
    return response(service.list(model));
  }

  /**
   * Serves a kept release, or the latest again, on this node.
   *
   * @param model name of the model
   * @param body {@code generation} and {@code step} of the release, or {@code latest}
   * @return the releases; the one asked for becomes active a moment later
   */
  @Post("/rollback")
  @Consumes(MediaType.APPLICATION_JSON)
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ReleasesResponse.class)))
  HttpResponse<?> rollBack(
      @Id String model,
      @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = RollbackBody.class)))
          @Body
          byte[] body) {
    return response(service.rollBack(model, body));
  }

  private static HttpResponse<?> response(Releases outcome) {
    return switch (outcome) {
      case Releases.Listed listed -> HttpResponse.ok(ReleasesResponse.of(listed));
      case Releases.UnknownModel unknown ->
          Problem.of(ProblemType.UNKNOWN_MODEL, "This node serves no model " + unknown.model())
              .toResponse();
      case Releases.UnknownRelease unknown ->
          Problem.of(
                  ProblemType.UNKNOWN_RELEASE,
                  "No release of generation %s and step %d is kept"
                      .formatted(unknown.release().generation(), unknown.release().step()))
              .toResponse();
      case Releases.Unclear unclear -> unclear.problem().toResponse();
    };
  }
}
