/**
 * Avro's single-object encoding for Kafka: two magic bytes, the schema's fingerprint, the body. A
 * reader finds the writer's schema among the released ones, so no registry is needed.
 */
@NullMarked
package dev.freshet.schemas.serde;

import org.jspecify.annotations.NullMarked;
