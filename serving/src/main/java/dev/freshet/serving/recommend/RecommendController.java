package dev.freshet.serving.recommend;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.serving.access.Role;
import dev.freshet.serving.page.PageBody;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.page.Strategy;
import dev.freshet.serving.problem.AnswersProblems;
import dev.freshet.serving.problem.Id;
import dev.freshet.serving.problem.IdList;
import dev.freshet.serving.retrieval.VideoFilter;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;

/** Recommends videos to a user. */
@Secured(Role.NAMED_READ)
@AnswersProblems
@Controller("/v1/users/{user}/recommendations")
class RecommendController {

  private final RecommendService service;
  private final PageRequests requests;

  RecommendController(RecommendService service, PageRequests requests) {
    this.service = service;
    this.requests = requests;
  }

  /**
   * A page for the user. Always answers with one; {@code fallback} says why where it is not what
   * was asked for.
   *
   * @param http the request as it came
   * @param user the user's id, known or not
   * @param count videos wanted
   * @param candidates videos ranked for the page, at most; fewer are faster
   * @param surface where in the app the page will be shown
   * @param device kind of device
   * @param explain whether to say why each video is there
   * @param exclude videos not wanted on this page, comma-separated, at most 1,000
   * @param strategy how the page is put together, for experiments
   * @param tags a video has one of these, comma-separated, at most 100
   * @param excludeTags a video has none of these, likewise
   * @param authors a video is by one of these, comma-separated, at most 100
   * @param excludeAuthors a video is by none of these, likewise
   * @param minLengthMillis least length of a video
   * @param maxLengthMillis greatest length of a video
   * @param uploadedAfter a video is uploaded later than this
   * @param uploadedBefore a video is uploaded earlier than this
   * @return the page
   */
  @Get
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RecommendResponse.class)))
  HttpResponse<?> recommend(
      HttpRequest<?> http,
      @Id String user,
      @QueryValue(defaultValue = "20")
          @Parameter(required = false)
          @Min(1)
          @Max(PageRequest.MAX_COUNT)
          int count,
      @QueryValue(defaultValue = "1000")
          @Parameter(required = false)
          @Min(1)
          @Max(PageRequest.MAX_CANDIDATES)
          int candidates,
      @QueryValue(defaultValue = PageRequest.DEFAULT_SURFACE) @Parameter(required = false) @Id
          String surface,
      @QueryValue(defaultValue = PageRequest.DEFAULT_DEVICE) @Parameter(required = false) @Id
          String device,
      @QueryValue(defaultValue = "false")
          @Parameter(required = false)
          @Pattern(regexp = "true|false")
          String explain,
      @QueryValue(defaultValue = "")
          @Parameter(required = false)
          @IdList(max = PageRequest.MAX_LISTED)
          String exclude,
      @QueryValue(defaultValue = "personalised")
          @Parameter(required = false)
          @Pattern(regexp = "personalised|trending|random")
          String strategy,
      @QueryValue(defaultValue = "")
          @Parameter(required = false)
          @IdList(max = VideoFilter.MAX_LISTED)
          String tags,
      @QueryValue(defaultValue = "")
          @Parameter(required = false)
          @IdList(max = VideoFilter.MAX_LISTED)
          String excludeTags,
      @QueryValue(defaultValue = "")
          @Parameter(required = false)
          @IdList(max = VideoFilter.MAX_LISTED)
          String authors,
      @QueryValue(defaultValue = "")
          @Parameter(required = false)
          @IdList(max = VideoFilter.MAX_LISTED)
          String excludeAuthors,
      @QueryValue(defaultValue = "0") @Parameter(required = false) @Min(0) @Max(Bounds.VIDEO_LENGTH)
          long minLengthMillis,
      @QueryValue(defaultValue = "86400000")
          @Parameter(required = false)
          @Min(0)
          @Max(Bounds.VIDEO_LENGTH)
          long maxLengthMillis,
      @QueryValue(defaultValue = "") @Parameter(required = false) String uploadedAfter,
      @QueryValue(defaultValue = "") @Parameter(required = false) String uploadedBefore) {
    return answer(
        http,
        requests.read(
            () ->
                new PageRequest(
                    new UserId(user),
                    count,
                    candidates,
                    surface,
                    device,
                    Boolean.parseBoolean(explain),
                    PageRequest.listed(exclude),
                    List.of(),
                    Strategy.of(strategy).orElse(Strategy.PERSONALISED),
                    new VideoFilter(
                        PageRequest.listed(tags),
                        PageRequest.listed(excludeTags),
                        PageRequest.listed(authors),
                        PageRequest.listed(excludeAuthors),
                        minLengthMillis,
                        maxLengthMillis,
                        requests.time("uploadedAfter", uploadedAfter, Instant.MIN),
                        requests.time("uploadedBefore", uploadedBefore, Instant.MAX)))));
  }

  /**
   * A page for a user whose last events come with the request and count at once. They are not
   * stored: send them to {@code /v1/events} as well.
   *
   * @param http the request as it came
   * @param user the user's id, known or not
   * @param body what is wanted
   * @return the page
   */
  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  @ExecuteOn(TaskExecutors.BLOCKING)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RecommendResponse.class)))
  HttpResponse<?> recommend(
      HttpRequest<?> http,
      @Id String user,
      @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = PageBody.class)))
          @Body
          byte[] body) {
    return answer(http, requests.read(new UserId(user), body));
  }

  private HttpResponse<?> answer(HttpRequest<?> http, PageRequests.Reading reading) {
    return switch (reading) {
      case PageRequests.Asked asked ->
          RecommendResponse.of(service.recommend(asked.request(), Arrival.of(http)));
      case PageRequests.Unclear unclear -> unclear.problem().toResponse();
    };
  }
}
