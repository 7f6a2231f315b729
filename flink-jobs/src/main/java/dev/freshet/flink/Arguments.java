package dev.freshet.flink;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a job: {@code --bootstrap HOST:PORT [--profile live|replay] [--set
 * key=value]...} and what else a program takes.
 */
public final class Arguments {

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();

  private Arguments() {}

  /**
   * The arguments as given.
   *
   * @throws IllegalArgumentException if they are not pairs of {@code --name} and value
   */
  public static Arguments of(String... args) {
    Arguments parsed = new Arguments();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --name value: " + args[i]);
      }
      parsed.add(args[i].substring(2), args[i + 1]);
    }
    return parsed;
  }

  private void add(String name, String value) {
    if (!name.equals("set")) {
      options.put(name, value);
      return;
    }
    int equals = value.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("expected --set key=value: " + value);
    }
    settings.put(value.substring(0, equals), value.substring(equals + 1));
  }

  /** The value of {@code --name}, or null. */
  public @Nullable String find(String name) {
    return options.get(name);
  }

  /**
   * The value of {@code --name}.
   *
   * @throws IllegalArgumentException if it was not given
   */
  public String require(String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  /** The settings of the jobs. */
  public Settings settings() {
    String profile = find("profile");
    Map<String, String> all = new HashMap<>(settings);
    String bootstrap = find("bootstrap");
    if (bootstrap != null) {
      all.put("freshet.kafka.bootstrap-servers", bootstrap);
    }
    return new Settings(profile == null ? Profile.LIVE : Profile.named(profile), all);
  }
}
