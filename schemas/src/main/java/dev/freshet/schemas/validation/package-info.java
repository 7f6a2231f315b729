/**
 * What a record must be to mean anything, whoever wrote it and whoever reads it: {@link
 * dev.freshet.schemas.validation.RecordRules} has the rules of each topic. The HTTP API, the Flink
 * jobs, the topologies and the serving nodes apply the same ones.
 */
@NullMarked
package dev.freshet.schemas.validation;

import org.jspecify.annotations.NullMarked;
