package dev.freshet.serving.store;

import java.util.Map;

/** How far the local copies are. */
public interface FeedProgress {

  /** Whether all that lay in the topics at the start has been read. */
  boolean caughtUp();

  /** Records not yet read, by topic; -1 where nothing has been asked yet. */
  Map<String, Long> lags();
}
