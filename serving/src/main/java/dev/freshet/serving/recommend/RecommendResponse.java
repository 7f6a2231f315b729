package dev.freshet.serving.recommend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.schemas.event.Video;
import dev.freshet.serving.page.FallbackReason;
import dev.freshet.serving.page.Page;
import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.page.Reason;
import dev.freshet.serving.page.Recommendation;
import io.micronaut.http.HttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page as it is answered.
 *
 * @param requestId to be sent with the events that come of the page
 * @param fallback why the page is not what was asked for; null when it is
 * @param knows what the page takes into account
 * @param timings microseconds by stage
 */
@Serdeable
record RecommendResponse(
    String requestId,
    String user,
    String surface,
    String strategy,
    List<PlaceResponse> videos,
    @Nullable String fallback,
    KnowsResponse knows,
    Map<String, Long> timings) {

  static HttpResponse<RecommendResponse> of(Recommendation recommendation) {
    Page page = recommendation.page();
    return HttpResponse.ok(
        new RecommendResponse(
            page.requestId(),
            page.request().user().value(),
            page.request().surface(),
            page.request().strategy().title(),
            page.places().stream().map(PlaceResponse::of).toList(),
            recommendation.reason().map(FallbackReason::title).orElse(null),
            KnowsResponse.of(page.knows()),
            page.timings()));
  }

  /**
   * A video on the page.
   *
   * @param lengthMillis length of the video
   * @param media links to the media by role, such as {@code cover}
   * @param score what it was ranked by; 0 where nothing ranked it
   * @param source the retrieval that found it
   * @param reasons why it is there; only where asked for
   */
  @Serdeable
  record PlaceResponse(
      String video,
      String title,
      String author,
      List<String> tags,
      long lengthMillis,
      Map<String, String> media,
      float score,
      String source,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Reason> reasons) {

    static PlaceResponse of(Place place) {
      Video video = place.video();
      return new PlaceResponse(
          video.getVideo(),
          video.getTitle(),
          video.getAuthor(),
          video.getTags(),
          video.getLengthMillis(),
          video.getMedia(),
          place.score(),
          place.source().title(),
          place.reasons());
    }
  }

  /**
   * What the page takes into account.
   *
   * @param eventsUpTo latest event time of the user; null for a user never seen
   * @param stateVersion number of the user's events
   * @param generation of the model; null without one
   * @param step of the dense network; -1 without one
   * @param rowsStep highest step of any embedding row; -1 without one
   * @param learnedUpTo event time up to which the network has learned; null without one
   */
  @Serdeable
  record KnowsResponse(
      @Nullable Instant eventsUpTo,
      long stateVersion,
      @Nullable String generation,
      long step,
      long rowsStep,
      @Nullable Instant learnedUpTo) {

    static KnowsResponse of(Page.Knows knows) {
      return new KnowsResponse(
          knows.eventsUpTo(),
          knows.stateVersion(),
          knows.generation(),
          knows.step(),
          knows.rowsStep(),
          knows.learnedUpTo());
    }
  }
}
