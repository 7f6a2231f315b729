package dev.freshet.serving.recommend;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.UserId;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.feedback.EventReader;
import dev.freshet.serving.intake.Fields;
import dev.freshet.serving.intake.InvalidField;
import dev.freshet.serving.intake.ItemReader;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.page.Strategy;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/** Reads the body of a page's request. */
final class PageBodyReader implements ItemReader<PageRequest> {

  private static final Set<String> FIELDS =
      Set.of(
          "count", "candidates", "surface", "device", "explain", "exclude", "events", "strategy");
  private static final int MAX_ID = 256;

  private final UserId user;
  private final EventReader events;

  PageBodyReader(UserId user, Catalogue catalogue, Erasures erased, Clock clock) {
    this.user = user;
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
        strategy == null ? Strategy.PERSONALISED : strategy(strategy));
  }

  private static Strategy strategy(String title) throws InvalidField {
    return Strategy.of(title)
        .orElseThrow(
            () -> new InvalidField("strategy", "must be personalised, trending or random"));
  }
}
