package dev.freshet.serving.catalog;

import dev.freshet.schemas.event.VideoId;
import dev.freshet.serving.access.Role;
import dev.freshet.serving.intake.Intake;
import dev.freshet.serving.intake.IntakeResponse;
import dev.freshet.serving.problem.AnswersProblems;
import dev.freshet.serving.problem.Id;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import dev.freshet.serving.topics.TopicWriter.Written;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** The catalogue: put videos in, look one up, take one out. */
@Secured(Role.NAMED_INGEST)
@AnswersProblems
@Controller("/v1/videos")
class VideoController {

  private final CatalogService service;

  VideoController(CatalogService service) {
    this.service = service;
  }

  /**
   * Takes one video (an object) or up to 1,000 (an array) in, new ones or new versions of old ones.
   *
   * @param body the videos
   * @return how many were accepted, and why the others were not
   */
  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = IntakeResponse.class)))
  HttpResponse<?> post(
      @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(oneOf = {VideoBody.class, VideoBody.Many.class})))
          @Body
          byte[] body) {
    return Intake.response(service.take(body));
  }

  /**
   * A video as the catalogue has it.
   *
   * @param video its id
   * @return the video
   */
  @Get("/{video}")
  @Secured(Role.NAMED_READ)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = VideoResponse.class)))
  HttpResponse<?> video(@Id String video) {
    return service
        .video(new VideoId(video))
        .<HttpResponse<?>>map(found -> HttpResponse.ok(VideoResponse.of(found)))
        .orElseGet(() -> Problem.of(ProblemType.UNKNOWN_VIDEO, "No video " + video).toResponse());
  }

  /**
   * Takes a video out of the catalogue; it is on no page from then on.
   *
   * @param video its id
   * @return nothing
   */
  @Delete("/{video}")
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(responseCode = "204")
  HttpResponse<?> remove(@Id String video) {
    return switch (service.remove(new VideoId(video))) {
      case Written.Acknowledged acknowledged -> HttpResponse.noContent();
      case Written.Unavailable unavailable ->
          Problem.of(ProblemType.KAFKA_UNAVAILABLE, unavailable.detail()).toResponse();
    };
  }
}
