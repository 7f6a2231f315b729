/**
 * What was made of it: user states, training examples, embedding rows, releases, slates. The
 * records are generated from {@code src/main/avro/feature}.
 */
@NullMarked
package dev.freshet.schemas.feature;

import org.jspecify.annotations.NullMarked;
