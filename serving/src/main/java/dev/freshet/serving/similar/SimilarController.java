package dev.freshet.serving.similar;

import dev.freshet.schemas.event.VideoId;
import dev.freshet.serving.access.Role;
import dev.freshet.serving.problem.AnswersProblems;
import dev.freshet.serving.problem.Id;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Videos like a video. */
@Secured(Role.NAMED_READ)
@AnswersProblems
@Controller("/v1/videos/{video}/similar")
class SimilarController {

  private final SimilarService service;

  SimilarController(SimilarService service) {
    this.service = service;
  }

  /**
   * Videos like this one, the most alike first.
   *
   * @param video its id
   * @param count videos wanted
   * @return the videos
   */
  @Get
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = SimilarResponse.class)))
  HttpResponse<?> similar(
      @Id String video,
      @QueryValue(defaultValue = "20") @Parameter(required = false) @Min(1) @Max(100) int count) {
    return switch (service.similar(new VideoId(video), count)) {
      case Similar.Found found ->
          HttpResponse.ok(
              new SimilarResponse(video, found.videos(), found.fallback().orElse(null)));
      case Similar.UnknownVideo unknown ->
          Problem.of(ProblemType.UNKNOWN_VIDEO, "No video " + unknown.video().value()).toResponse();
    };
  }
}
