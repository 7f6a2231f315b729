package dev.freshet.serving.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a key lets its holder do. */
public enum Role {
  /** Send events and videos. */
  INGEST,
  /** Ask for pages, states, videos and metrics. */
  READ,
  /** Everything, such as roll-backs and erasures besides. */
  ADMIN;

  /** The name of {@link #INGEST} for annotations. */
  public static final String NAMED_INGEST = "ingest";

  /** The name of {@link #READ} for annotations. */
  public static final String NAMED_READ = "read";

  /** The name of {@link #ADMIN} for annotations. */
  public static final String NAMED_ADMIN = "admin";

  /** As it is written in configuration. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The roles that come with this one, itself among them. */
  Set<Role> included() {
    return this == ADMIN ? Set.of(values()) : Set.of(this);
  }

  /** The role that is written so. */
  static Optional<Role> of(String title) {
    return Arrays.stream(values()).filter(role -> role.title().equals(title)).findFirst();
  }
}
