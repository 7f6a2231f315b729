package dev.freshet.serving.console;

import dev.freshet.serving.access.Role;
import dev.freshet.serving.problem.AnswersProblems;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.sse.Event;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.reactivestreams.Publisher;

/** The system as it lives. */
@AnswersProblems
@Controller("/v1/live")
@Secured(Role.NAMED_READ)
class LiveController {

  private final LiveService service;

  LiveController(LiveService service) {
    this.service = service;
  }

  /**
   * Server-sent events: one named {@code history} with what came before, then one named {@code
   * pulse} every second.
   *
   * @return the events, without end
   */
  @Get(produces = MediaType.TEXT_EVENT_STREAM, headRoute = false)
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM,
              schema = @Schema(oneOf = {History.class, Pulse.class})))
  Publisher<Event<String>> live() {
    return service.watch();
  }
}
