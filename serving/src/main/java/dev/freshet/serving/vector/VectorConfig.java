package dev.freshet.serving.vector;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/**
 * Settings under {@code freshet.vector}.
 *
 * @param exactUpTo videos up to which every vector is compared; beyond, a graph is searched
 * @param graphDegree neighbours of a video in the graph
 * @param graphBeam candidates looked at while the graph is built
 * @param searchFactor candidates looked at per video asked for; more finds more of the best
 * @param rebuildEvery time after which the graph is rebuilt from the vectors as they are then
 * @param refreshEvery time between two looks for rows that changed
 * @param sweepPerSecond videos per second, at most, whose vectors are recomputed although only rows
 *     changed that many videos share, such as those of tags; each at most once a second
 */
@ConfigurationProperties("freshet.vector")
public record VectorConfig(
    @Bindable(defaultValue = "200000") @Positive int exactUpTo,
    @Bindable(defaultValue = "16") @Positive int graphDegree,
    @Bindable(defaultValue = "100") @Positive int graphBeam,
    @Bindable(defaultValue = "2.0") @Positive double searchFactor,
    @Bindable(defaultValue = "10m") @NotNull Duration rebuildEvery,
    @Bindable(defaultValue = "50ms") @NotNull Duration refreshEvery,
    @Bindable(defaultValue = "20000") @Positive int sweepPerSecond) {}
