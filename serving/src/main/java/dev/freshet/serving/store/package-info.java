/**
 * The node's own copies of topics, in RocksDB: {@link dev.freshet.serving.store.TopicFeed} writes
 * data and offset together, so a restart goes on where the last write ended.
 */
@NullMarked
package dev.freshet.serving.store;

import org.jspecify.annotations.NullMarked;
