/** The videos as jobs know them: read from their topic, and as they were at a time. */
@NullMarked
package dev.freshet.flink.catalogue;

import org.jspecify.annotations.NullMarked;
