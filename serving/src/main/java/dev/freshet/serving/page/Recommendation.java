package dev.freshet.serving.page;

import java.util.Optional;

/** What a request for videos can come to: always a page. */
public sealed interface Recommendation {

  /** The page. */
  Page page();

  /** Why it is not what was asked for; empty when it is. */
  Optional<FallbackReason> reason();

  /** What was asked for. */
  record Ranked(Page page) implements Recommendation {

    @Override
    public Optional<FallbackReason> reason() {
      return Optional.empty();
    }
  }

  /** Something watchable instead, because a stage could not do its part. */
  record Fallback(Page page, FallbackReason because) implements Recommendation {

    @Override
    public Optional<FallbackReason> reason() {
      return Optional.of(because);
    }
  }
}
