package dev.freshet.loadtests.audience;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.loadtests.http.FeedClient;
import dev.freshet.loadtests.http.RefusedException;
import dev.freshet.testkit.Patience;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AudienceTest {

  private static final int VIDEOS = 60;
  private static final int EVENTS = 1_500;
  private static final int UPLOADS = 3;
  private static final AudienceConfig CONFIG =
      new AudienceConfig(7, 5, VIDEOS, 30, 3_000, 1_200, 5, Duration.ofMinutes(30), 3);

  @Test
  void postsItsCatalogueAndNewVideosNowAndThen() throws Exception {
    try (var feed = new FakeFeed(VIDEOS, Integer.MAX_VALUE, 503)) {
      AudienceResult result = run(feed);

      List<String> ids = feed.videos().stream().map(video -> video.path("video").asText()).toList();
      assertThat(ids).hasSizeGreaterThan(VIDEOS).doesNotHaveDuplicates();
      assertThat(ids).contains("v0", "v" + (VIDEOS - 1));
      assertThat(result.traffic().uploads()).isEqualTo(ids.size() - VIDEOS);
    }
  }

  @Test
  void reportsAnImpressionBeforeItsWatchAndKeepsTheTimesOfAUserInOrder() throws Exception {
    try (var feed = new FakeFeed(VIDEOS, Integer.MAX_VALUE, 503)) {
      run(feed);

      Map<String, Long> latest = new HashMap<>();
      Map<String, String> lastVideo = new HashMap<>();
      for (JsonNode event : feed.events()) {
        String user = event.path("user").asText();
        long at = event.path("occurredAt").asLong();
        assertThat(at).isGreaterThan(latest.getOrDefault(user, 0L));
        latest.put(user, at);
        if (event.path("kind").asText().equals("IMPRESSION")) {
          lastVideo.put(user, event.path("video").asText());
        } else {
          assertThat(event.path("video").asText()).isEqualTo(lastVideo.get(user));
        }
      }
      assertThat(latest).hasSizeGreaterThan(10);
    }
  }

  @Test
  void countsWhatWasAcknowledgedAndSendsTheRestAgainUnderTheSameIds() throws Exception {
    try (var feed = new FakeFeed(VIDEOS, 7, 503)) {
      AudienceResult result = run(feed);

      Map<String, Long> timesSent =
          feed.events().stream()
              .map(event -> event.path("eventId").asText())
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      assertThat(result.traffic().failures()).isPositive();
      assertThat(timesSent.values()).contains(2L);
      assertThat(result.traffic().acknowledged())
          .isBetween(timesSent.size() - result.traffic().abandoned(), (long) timesSent.size());
      assertThat(impressions(result)).isLessThanOrEqualTo(result.traffic().acknowledged() / 2);
    }
  }

  @Test
  void countsLongViewsByTheRule() throws Exception {
    try (var feed = new FakeFeed(VIDEOS, Integer.MAX_VALUE, 503)) {
      AudienceResult result = run(feed);

      long byTheRule =
          feed.events().stream()
              .filter(event -> event.path("kind").asText().equals("WATCH"))
              .filter(
                  event ->
                      event.path("watchedMillis").asLong()
                          >= Math.min(event.path("lengthMillis").asLong(), 18_000))
              .count();
      long counted =
          Arrays.stream(Arm.values())
              .mapToLong(arm -> Objects.requireNonNull(result.total().get(arm)).longViews())
              .sum();
      // the end may overtake a batch whose acknowledgement is still on its way
      assertThat(counted)
          .isPositive()
          .isBetween(byTheRule - result.traffic().abandoned(), byTheRule);
    }
  }

  @Test
  void stopsWithTheServersReasonWhenItIsRefused() {
    try (var feed = new FakeFeed(VIDEOS, 5, 400)) {
      assertThatThrownBy(() -> run(feed))
          .cause()
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("400")
          .hasMessageContaining("not now");
    }
  }

  private static long impressions(AudienceResult result) {
    return Arrays.stream(Arm.values())
        .mapToLong(arm -> Objects.requireNonNull(result.total().get(arm)).impressions())
        .sum();
  }

  /** Until the feed has been sent some events and some uploads. */
  private static AudienceResult run(FakeFeed feed) throws Exception {
    try (var client = new FeedClient(feed.base(), Patience.LIMIT);
        var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      var audience = new Audience(CONFIG, client, silent);
      Future<AudienceResult> result = thread.submit(() -> audience.run(Optional.empty()));
      await()
          .until(
              () ->
                  result.isDone()
                      || (feed.events().size() >= EVENTS
                          && feed.videos().size() >= VIDEOS + UPLOADS));
      audience.stop();
      return result.get();
    }
  }
}
