package dev.freshet.flink;

import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * What the jobs were started with. Keys that start with {@code freshet.} are ours and are read by
 * the configuration records; all others are Flink's.
 */
public final class Settings {
  private static final String OURS = "freshet.";

  private final Profile profile;
  private final Configuration values;
  private final Set<String> read = new HashSet<>();

  /** The settings {@code values}; what they do not say, the profile's defaults do. */
  public Settings(Profile profile, Map<String, String> values) {
    this.profile = profile;
    this.values = Configuration.fromMap(values);
  }

  /** What the jobs are tuned for. */
  public Profile profile() {
    return profile;
  }

  /**
   * The value of {@code option}, or its default.
   *
   * @throws IllegalArgumentException if the value is not of the option's type
   */
  public <T> T get(ConfigOption<T> option) {
    read.add(option.key());
    return values.get(option);
  }

  /**
   * The value of {@code option}, if it was set.
   *
   * @throws IllegalArgumentException if the value is not of the option's type
   */
  public <T> Optional<T> find(ConfigOption<T> option) {
    read.add(option.key());
    return values.getOptional(option);
  }

  /** The settings that are Flink's own. */
  public Configuration flink() {
    Map<String, String> flink = new TreeMap<>(values.toMap());
    flink.keySet().removeIf(key -> key.startsWith(OURS));
    return Configuration.fromMap(flink);
  }

  /**
   * Fails if one of our keys was set that nobody has read, so that a misspelt or retired key is not
   * ignored.
   *
   * @throws IllegalArgumentException with the keys
   */
  public void rejectUnread() {
    String unread =
        values.keySet().stream()
            .filter(key -> key.startsWith(OURS) && !read(key))
            .sorted()
            .collect(joining(", "));
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException("no such setting: " + unread);
    }
  }

  /** Maps are set entry by entry, as {@code option.entry}. */
  private boolean read(String key) {
    return read.contains(key) || read.stream().anyMatch(option -> key.startsWith(option + "."));
  }
}
