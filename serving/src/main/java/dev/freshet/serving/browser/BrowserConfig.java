package dev.freshet.serving.browser;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;

/**
 * Settings under {@code freshet.access} that speak of browsers.
 *
 * @param hosts names, with or without a port, under which clients know the node, separated by
 *     commas; {@code *} for any, on a node with keys only
 * @param origins origins whose pages may ask, such as {@code https://app.example}, separated by
 *     commas
 */
@ConfigurationProperties("freshet.access")
public record BrowserConfig(
    @Bindable(defaultValue = "") @NotNull String hosts,
    @Bindable(defaultValue = "") @NotNull String origins) {}
