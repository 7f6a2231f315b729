package dev.freshet.serving.users;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.access.Role;
import dev.freshet.serving.problem.AnswersProblems;
import dev.freshet.serving.problem.Id;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import dev.freshet.serving.users.CurrentStates.Current;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** What the system knows of a user. */
@Secured(Role.NAMED_READ)
@AnswersProblems
@Controller("/v1/users/{user}/state")
class UserStateController {

  private final CurrentStates states;

  UserStateController(CurrentStates states) {
    this.states = states;
  }

  /**
   * The user's state as this node knows it right now, with the events that it has acknowledged.
   *
   * @param user the user's id
   * @return the state
   */
  @Get
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = UserStateResponse.class)))
  HttpResponse<?> state(@Id String user) {
    Current current = states.current(new UserId(user));
    UserState state = current.state();
    return state == null
        ? Problem.of(ProblemType.UNKNOWN_USER, "No user " + user).toResponse()
        : HttpResponse.ok(UserStateResponse.of(state, current.pending()));
  }
}
