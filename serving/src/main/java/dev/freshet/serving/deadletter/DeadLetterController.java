package dev.freshet.serving.deadletter;

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

/** Records that nobody could process. */
@AnswersProblems
@Controller("/v1/dead-letters")
@Secured(Role.NAMED_ADMIN)
class DeadLetterController {

  private final DeadLetterReader reader;

  DeadLetterController(DeadLetterReader reader) {
    this.reader = reader;
  }

  /**
   * The latest dead letters of a topic, the newest first.
   *
   * @param topic the topic that they belong into
   * @param count letters wanted
   * @return the letters
   */
  @Get("/{topic}")
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DeadLetterResponse.class)))
  HttpResponse<?> letters(
      @Id String topic,
      @QueryValue(defaultValue = "20") @Parameter(required = false) @Min(1) @Max(100) int count) {
    return switch (reader.latest(topic, count)) {
      case DeadLetterReader.Found found -> HttpResponse.ok(found.response());
      case DeadLetterReader.UnknownTopic unknown ->
          Problem.of(ProblemType.NOT_FOUND, "No topic " + unknown.topic()).toResponse();
      case DeadLetterReader.Unavailable unavailable ->
          Problem.of(ProblemType.KAFKA_UNAVAILABLE, unavailable.detail()).toResponse();
    };
  }
}
