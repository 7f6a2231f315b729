/**
 * Pages: retrieve, rank, diversify, answer, within one deadline and with a named fallback for every
 * stage. Start at {@link dev.freshet.serving.recommend.RecommendService}.
 */
@NullMarked
package dev.freshet.serving.recommend;

import org.jspecify.annotations.NullMarked;
