package dev.freshet.flink;

import java.util.Locale;

/** What the jobs are tuned for; decides the defaults of their configuration. */
public enum Profile {

  /**
   * Events arrive as they happen: everything is published as soon as possible, and event time
   * follows the clock where a partition is quiet.
   */
  LIVE,

  /**
   * A log is read as fast as it can be: publications are bundled, and event time follows the marks
   * that the log's writer leaves in the topics.
   */
  REPLAY;

  /**
   * The profile with this name in lower case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Profile named(String name) {
    for (Profile profile : values()) {
      if (profile.name().toLowerCase(Locale.ROOT).equals(name)) {
        return profile;
      }
    }
    throw new IllegalArgumentException("profile must be live or replay: " + name);
  }
}
