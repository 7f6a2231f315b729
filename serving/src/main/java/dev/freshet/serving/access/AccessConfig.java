package dev.freshet.serving.access;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.List;

/**
 * Settings under {@code freshet.access}.
 *
 * @param keys what the node knows of each key, {@code id:role:salt:hash}, separated by commas;
 *     without any, everybody who reaches the node may do everything
 * @param openMetrics whether metrics are answered without a key
 */
@ConfigurationProperties("freshet.access")
public record AccessConfig(
    @Bindable(defaultValue = "") @NotNull String keys,
    @Bindable(defaultValue = "false") boolean openMetrics) {

  /** The entries of a list that is separated by commas. */
  public static List<String> entries(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }
}
