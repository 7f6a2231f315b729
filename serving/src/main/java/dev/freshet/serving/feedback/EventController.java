package dev.freshet.serving.feedback;

import dev.freshet.serving.access.Role;
import dev.freshet.serving.intake.Intake;
import dev.freshet.serving.intake.IntakeResponse;
import dev.freshet.serving.problem.AnswersProblems;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;

/** Takes feedback events in. */
@Secured(Role.NAMED_INGEST)
@Controller("/v1/events")
@AnswersProblems
class EventController {

  private final FeedbackService service;

  EventController(FeedbackService service) {
    this.service = service;
  }

  /**
   * Takes one event (an object) or up to 1,000 (an array) in, and answers when Kafka has them.
   *
   * @param body the events
   * @param key of a beacon, which cannot have it in a header
   * @return how many were accepted, and why the others were not
   */
  @Post
  @Consumes({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = IntakeResponse.class)))
  HttpResponse<?> post(
      @RequestBody(
              content = {
                @Content(
                    mediaType = MediaType.APPLICATION_JSON,
                    schema = @Schema(oneOf = {EventBody.class, EventBody.Many.class})),
                @Content(
                    mediaType = MediaType.TEXT_PLAIN,
                    schema = @Schema(oneOf = {EventBody.class, EventBody.Many.class}))
              })
          @Body
          byte[] body,
      @QueryValue @Nullable String key) {
    return Intake.response(service.take(body));
  }
}
