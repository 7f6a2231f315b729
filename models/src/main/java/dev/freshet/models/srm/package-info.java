/**
 * The sequence recommendation model that learns online: a small sequence network over embedding
 * rows, with side features of the video, the context of the impression, and heads for long view and
 * like.
 *
 * <p>{@link dev.freshet.models.srm.SrmTrainer} learns and releases, {@link
 * dev.freshet.models.srm.SrmScorer} serves a release; {@link
 * dev.freshet.models.srm.feature.SrmFeatures} is the one place that says which rows an impression
 * uses.
 *
 * <p>The sequence part is SASRec: Kang and McAuley, "Self-Attentive Sequential Recommendation",
 * ICDM 2018. It departs from the paper in that it is trained on impressions with their outcomes
 * instead of sampled negatives, and each position carries what the user did with the video.
 */
@NullMarked
package dev.freshet.models.srm;

import org.jspecify.annotations.NullMarked;
