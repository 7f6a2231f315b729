package dev.freshet.flink.completion;

import dev.freshet.flink.catalogue.Videos;
import dev.freshet.flink.events.EventsConfig;
import dev.freshet.flink.events.FeedbackEvents;
import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.record.Keyed;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.models.history.MissingFacts;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/**
 * Completes events from the catalogue, on the way from the intake to the steps that know users.
 *
 * <pre>
 * events ─┬─────────────────────────────────────────► by user ─► in-order ─► events of each user
 *         └─ incomplete ─► by video ─► catalogue-lookup ─► by user ─┘
 * videos ─► intake ──────► by video ─────────┘
 * </pre>
 *
 * <p>A user's events leave in the order of the topic. A complete one passes at once, unless an
 * incomplete one of the same user came before it and waits for the catalogue.
 */
public final class Completion {

  private static final TypeInformation<Received<FeedbackEvent>> EVENTS =
      SerializedBy.received(FeedbackEvent.class);

  private Completion() {}

  /**
   * The events by user, with what the catalogue adds to them.
   *
   * @param events that passed the intake
   * @param videos as they are read; what is wrong with one is for the jobs to say that learn from
   *     the catalogue
   */
  public static KeyedStream<Received<FeedbackEvent>, String> byUser(
      DataStream<Received<FeedbackEvent>> events,
      DataStream<Received<Video>> videos,
      EventsConfig config) {

    boolean inEventTime = config.videos() instanceof Progress.ByMarks;
    var incomplete =
        events
            .filter(event -> MissingFacts.in(event.required()))
            .uid("incomplete-events")
            .name("incomplete-events")
            // spread over more tasks, the records of a partition would overtake each other
            .setParallelism(events.getParallelism());
    var completed =
        Keyed.by(incomplete, event -> event.required().getVideo())
            .connect(Keyed.by(Videos.reader(config.videos()).intake(videos), Received::keyText))
            .process(
                inEventTime
                    ? CatalogueLookup.inEventTime()
                    : CatalogueLookup.waiting(config.catalogueWait()),
                EVENTS)
            .uid("catalogue-lookup")
            .name("catalogue-lookup");
    return Keyed.still(
        Keyed.by(events, FeedbackEvents::user)
            .connect(Keyed.by(completed, FeedbackEvents::user))
            .process(new InOrder(inEventTime), EVENTS)
            .uid("in-order")
            .name("in-order"),
        FeedbackEvents::user);
  }
}
