package dev.freshet.serving.trending;

import dev.freshet.serving.access.Role;
import dev.freshet.serving.problem.AnswersProblems;
import dev.freshet.serving.problem.Id;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The most watched videos of a surface. */
@Secured(Role.NAMED_READ)
@AnswersProblems
@Controller("/v1/trending")
class TrendingController {

  private final TrendingStore trending;
  private final TrendingService service;

  TrendingController(TrendingStore trending, TrendingService service) {
    this.trending = trending;
    this.service = service;
  }

  /**
   * The surface's most watched videos that may be shown now, most watched first; of all surfaces
   * together where the surface has none.
   *
   * @param surface where in the app
   * @param count videos wanted
   * @return the videos
   */
  @Get
  TrendingResponse trending(
      @QueryValue(defaultValue = "main") @Parameter(required = false) @Id String surface,
      @QueryValue(defaultValue = "20") @Parameter(required = false) @Min(1) @Max(100) int count) {
    return TrendingResponse.of(surface, trending.window(surface), service.shown(surface), count);
  }
}
