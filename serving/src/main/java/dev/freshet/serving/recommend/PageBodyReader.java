package dev.freshet.serving.recommend;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.feedback.EventReader;
import dev.freshet.serving.intake.Fields;
import dev.freshet.serving.intake.InvalidField;
import dev.freshet.serving.intake.ItemReader;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.page.Strategy;
import dev.freshet.serving.retrieval.VideoFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Reads the body of a page's request. */
final class PageBodyReader implements ItemReader<PageRequest> {

  private static final Set<String> FIELDS =
      Set.of(
          "count",
          "candidates",
          "surface",
          "device",
          "explain",
          "exclude",
          "events",
          "strategy",
          "tags",
          "excludeTags",
          "authors",
          "excludeAuthors",
          "minLengthMillis",
          "maxLengthMillis",
          "uploadedAfter",
          "uploadedBefore");
  private static final int MAX_ID = 256;

  private final UserId user;
  private final EventReader events;
  private final Clock clock;

  PageBodyReader(UserId user, Catalogue catalogue, Erasures erased, Clock clock) {
    this.user = user;
    this.clock = clock;
    this.events = EventReader.of(user.value(), catalogue, erased, clock);
  }

  @Override
  public Set<String> known() {
    return FIELDS;
  }

  @Override
  public PageRequest read(Fields fields) throws InvalidField {
    Long count = fields.number("count", 1, PageRequest.MAX_COUNT);
    Long candidates = fields.number("candidates", 1, PageRequest.MAX_CANDIDATES);
    String surface = fields.optionalId("surface");
    String device = fields.optionalId("device");
    String strategy = fields.text("strategy", MAX_ID);
    return new PageRequest(
        user,
        count == null ? PageRequest.DEFAULT_COUNT : count.intValue(),
        candidates == null ? PageRequest.MAX_CANDIDATES : candidates.intValue(),
        surface == null ? PageRequest.DEFAULT_SURFACE : surface,
        device == null ? PageRequest.DEFAULT_DEVICE : device,
        fields.flag("explain", false),
        new HashSet<>(fields.ids("exclude", PageRequest.MAX_LISTED)),
        fields.objects("events", PageRequest.MAX_LISTED, events),
        strategy == null ? Strategy.PERSONALISED : strategy(strategy),
        filter(fields));
  }

  private VideoFilter filter(Fields fields) throws InvalidField {
    Long least = fields.number("minLengthMillis", 0, Bounds.VIDEO_LENGTH);
    Long most = fields.number("maxLengthMillis", 0, Bounds.VIDEO_LENGTH);
    Instant now = clock.instant();
    Instant after = fields.instant("uploadedAfter", now);
    Instant before = fields.instant("uploadedBefore", now);
    return new VideoFilter(
        new HashSet<>(fields.texts("tags", VideoFilter.MAX_LISTED, Bounds.TAG)),
        new HashSet<>(fields.texts("excludeTags", VideoFilter.MAX_LISTED, Bounds.TAG)),
        new HashSet<>(fields.ids("authors", VideoFilter.MAX_LISTED)),
        new HashSet<>(fields.ids("excludeAuthors", VideoFilter.MAX_LISTED)),
        least == null ? 0 : least,
        most == null ? Long.MAX_VALUE : most,
        after == null ? Instant.MIN : after,
        before == null ? Instant.MAX : before);
  }

  private static Strategy strategy(String title) throws InvalidField {
    return Strategy.of(title)
        .orElseThrow(
            () -> new InvalidField("strategy", "must be personalised, trending or random"));
  }
}
