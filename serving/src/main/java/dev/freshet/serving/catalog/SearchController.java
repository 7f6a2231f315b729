package dev.freshet.serving.catalog;

import dev.freshet.serving.access.Role;
import dev.freshet.serving.problem.AnswersProblems;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

/** A look into the catalogue. */
@AnswersProblems
@Controller("/v1/videos")
@Secured(Role.NAMED_READ)
class SearchController {

  private final SearchService service;

  SearchController(SearchService service) {
    this.service = service;
  }

  /**
   * The latest uploads that hold every word of the query in id, title, author or tags; without a
   * query the latest of all.
   *
   * @param query words, in any order and case
   * @param count videos wanted
   * @return the videos, latest upload first
   */
  @Get
  @ExecuteOn(TaskExecutors.BLOCKING)
  SearchResponse search(
      @QueryValue(defaultValue = "") @Parameter(required = false) @Size(max = 256) String query,
      @QueryValue(defaultValue = "20") @Parameter(required = false) @Min(1) @Max(100) int count) {
    return SearchResponse.of(query, service.latest(query, count));
  }
}
