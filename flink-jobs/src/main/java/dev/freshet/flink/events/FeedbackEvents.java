package dev.freshet.flink.events;

import dev.freshet.flink.kafka.RuleCheck;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.validation.EventRules;

/** The topic {@code feedback-events}, as the jobs read it. */
public final class FeedbackEvents {

  private FeedbackEvents() {}

  /** A reader that rejects what no job can process. */
  public static TopicReader<FeedbackEvent> reader(EventsConfig config) {
    return new TopicReader<>(
        Topics.FEEDBACK_EVENTS,
        FeedbackEvent.class,
        event -> event.getOccurredAt().toEpochMilli(),
        RuleCheck.ofValues(EventRules.RULES, config.furthestAhead()),
        config.progress());
  }

  /** User of an event, the key of all state about it. */
  public static String user(Received<FeedbackEvent> event) {
    return event.required().getUser();
  }
}
