package dev.freshet.serving.recommend;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;

/**
 * Settings under {@code freshet.recommend}.
 *
 * @param budget time a page may take; retrieval must be done after half of it, scoring after 90 %
 * @param workers threads that run models
 * @param queue pages that may wait for each worker; more are answered without the model
 * @param explorationShare probability with which a place of a personalised page goes to a fresh
 *     upload by chance
 * @param explorationPool latest uploads from which that one is drawn
 * @param explorationTemperature difference of scores that makes one of them {@code e} times as
 *     likely to be drawn
 * @param authorPenalty what a video loses for each video of the same author before it on the page,
 *     in standard deviations of the candidates' scores
 * @param tagPenalty what a video loses for sharing all its tags with the videos just before it, in
 *     the same unit
 * @param slateQueue pages that may wait to be written to the log of slates; more are not logged
 */
@ConfigurationProperties("freshet.recommend")
public record RecommendConfig(
    @Bindable(defaultValue = "50ms") @NotNull Duration budget,
    @Bindable(defaultValue = "2") @Positive int workers,
    @Bindable(defaultValue = "32") @Positive int queue,
    @Bindable(defaultValue = "0.05") @DecimalMin("0") @DecimalMax("1") double explorationShare,
    @Bindable(defaultValue = "200") @Positive int explorationPool,
    @Bindable(defaultValue = "0.1") @Positive double explorationTemperature,
    @Bindable(defaultValue = "0.3") @PositiveOrZero double authorPenalty,
    @Bindable(defaultValue = "0.1") @PositiveOrZero double tagPenalty,
    @Bindable(defaultValue = "10000") @Positive int slateQueue) {}
