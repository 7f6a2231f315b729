package dev.freshet.models.history;

import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.PreferenceValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's decisions on videos or authors: each once, the latest in event time, whatever order they
 * come in. Of two at the same time the one that is later in {@link PreferenceValue} counts. The
 * list is ordered by (at, id).
 */
public final class Preferences {

  private Preferences() {}

  /** The decision on {@code id}, or null where the list has none. */
  public static @Nullable Preference of(List<Preference> preferences, String id) {
    int index = indexOf(preferences, id);
    return index < 0 ? null : preferences.get(index);
  }

  /** Ids that were decided so, the latest decision last. */
  public static List<String> ids(List<Preference> preferences, PreferenceValue value) {
    return preferences.stream()
        .filter(preference -> preference.getValue() == value)
        .map(Preference::getId)
        .toList();
  }

  /** A decision as one byte, for storage; never changes. */
  public static byte code(PreferenceValue value) {
    return switch (value) {
      case FOLLOWED -> 0;
      case NONE -> 1;
      case HIDDEN -> 2;
    };
  }

  /** The decision with this code; an unknown one counts as none. */
  public static PreferenceValue value(byte code) {
    return switch (code) {
      case 0 -> PreferenceValue.FOLLOWED;
      case 2 -> PreferenceValue.HIDDEN;
      default -> PreferenceValue.NONE;
    };
  }

  /** Whether a decision of that value and time replaces {@code other}. */
  public static boolean wins(PreferenceValue value, Instant at, Preference other) {
    int byTime = at.compareTo(other.getAt());
    return byTime != 0 ? byTime > 0 : value.compareTo(other.getValue()) > 0;
  }

  /** A copy with the decision, if it is the latest on its id; not bounded. */
  static List<Preference> with(List<Preference> preferences, Preference decision) {
    int known = indexOf(preferences, decision.getId());
    if (known >= 0 && !wins(decision.getValue(), decision.getAt(), preferences.get(known))) {
      return preferences;
    }
    List<Preference> copy = new ArrayList<>(preferences.size() + 1);
    copy.addAll(preferences);
    if (known >= 0) {
      copy.remove(known);
    }
    int place = copy.size();
    while (place > 0 && isBefore(decision, copy.get(place - 1))) {
      place--;
    }
    copy.add(place, decision);
    return copy;
  }

  private static boolean isBefore(Preference a, Preference b) {
    int byTime = a.getAt().compareTo(b.getAt());
    return byTime != 0 ? byTime < 0 : a.getId().compareTo(b.getId()) < 0;
  }

  private static int indexOf(List<Preference> preferences, String id) {
    for (int i = preferences.size() - 1; i >= 0; i--) {
      if (preferences.get(i).getId().equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
