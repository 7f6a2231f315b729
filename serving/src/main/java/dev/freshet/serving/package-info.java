/**
 * The node that answers with pages: it takes events and videos in, keeps local copies of the topics
 * it needs, and recommends. Start at {@link dev.freshet.serving.recommend.RecommendService}.
 */
@NullMarked
package dev.freshet.serving;

import org.jspecify.annotations.NullMarked;
